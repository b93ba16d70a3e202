"""How harder variants of problems are proposed; never whether they are right."""
