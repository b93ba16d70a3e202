"""The words of Lean 4 and Mathlib that the source policy knows: what is governed, and what is known to be harmless.

Taken from the token, attribute and option tables of Lean 4.28 and from Mathlib's sources. A word that is missing here is a
hole in the policy for commands and tactics; for attributes and options a missing one is refused.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GROUPS = {
    "sorry": (
        "Leaves the goal unproved: `sorry`, `admit`, `stop`, `sorryAx`, and the random testers that give up "
        "with a `sorry`."
    ),
    "axiom": (
        "Assumes what was to be proved, or declares the base of the logic anew: `axiom`, `proof_wanted`, `init_quot`."
    ),
    "meta": (
        "Runs code while the proof is checked, or makes Lean's own parts do something else: elaborators, "
        "macros, `run_cmd`, `#eval`, `initialize`, simprocs, attributes that register code, `open Lean`, "
        "`Lean.Meta`, `IO`, attributes not known as harmless."
    ),
    "native": (
        "Takes the word of compiled code for a fact: `native_decide`, `bv_decide`, `implemented_by`, "
        "`extern`, `csimp`, `Lean.ofReduceBool`."
    ),
    "unsafe": "Leaves the checked language: `unsafe`, `partial`, `unsafeCast`, `lcProof`.",
    "notation": (
        "Changes how text is read: `syntax`, `macro_rules`, and a `notation` whose tokens the statement or "
        "Lean itself uses."
    ),
    "option": (
        "Sets an option that weakens a check, writes a file, or is not known to be harmless: `debug.*`, "
        "`compiler.*`, `warn.sorry`."
    ),
    "module": "Changes what the file is built on: `import`, `prelude`, `module`.",
    "text": (
        "Text that could be read in two ways: control characters, bidirectional overrides, unclosed comments "
        "and strings."
    ),
    "size": "More text, deeper nesting or longer numerals than any genuine proof has.",
}

# Tactics and terms: governed wherever they stand alone.
ACTS = {
    "sorry": words("""
        sorry admit stop sorry_if_sorry plausible slim_check
    """),
    "native": words("""
        native_decide bv_decide bv_decide? bv_check test_extern
    """),
    "meta": words("""
        run_tac by_elab dbg_trace include_str println! throwError throwErrorAt throwNamedError throwNamedErrorAt
        logNamedError logNamedErrorAt logNamedWarning logNamedWarningAt reportIssue! reportDbgIssue!
        reportEMatchIssue! leading_parser trailing_parser polyrith hammer llmstep llmqed
    """),
}

# Commands and modifiers: after a dot that belongs to a term they are names of fields.
COMMANDS = {
    "axiom": words("""
        axiom proof_wanted init_quot
    """),
    "meta": words("""
        elab elab_rules elab_stx_quot macro run_cmd run_meta run_elab initialize builtin_initialize simproc
        dsimproc simproc_decl dsimproc_decl builtin_simproc builtin_dsimproc builtin_simproc_decl
        builtin_dsimproc_decl simproc_pattern% declare_syntax_cat declare_config_elab declare_config_getter
        declare_command_config_elab declare_simp_like_tactic declare_aesop_rule_sets declare_sint_simprocs
        declare_uint_simprocs declare_int_theorems declare_uint_theorems declare_bitwise_int_theorems
        declare_bitwise_uint_theorems grind_propagator builtin_grind_propagator register_option
        register_builtin_option register_simp_attr register_label_attr register_grind_attr register_parser_alias
        register_linter_set register_tactic_tag register_try?_tactic register_error_explanation register_hint
        set_library_suggestions set_premise_selector show_panel_widgets docs_to_verso sudo
    """),
    "unsafe": words("""
        unsafe partial
    """),
    "notation": words("""
        syntax macro_rules binder_predicate unif_hint binder_notation
    """),
    "module": words("""
        import
    """),
}

NOTATIONS = words("""
    notation notation3 infix infixl infixr prefix postfix
""")

# Constants that act under any name space, and also when they are written in guillemets.
CONSTANTS = {
    "sorry": words("""
        sorryAx lazySorry mkSorry mkLabeledSorry
    """),
    "native": words("""
        ofReduceBool ofReduceNat reduceBool reduceNat trustCompiler DecideConfig
    """),
    "unsafe": words("""
        lcProof lcUnreachable lcAny lcCast lcErased unsafeCast unsafeIO unsafeBaseIO unsafeEIO ptrAddrUnsafe
    """),
    "meta": words("""
        addDecl addDeclCore addDeclWithoutChecking addAndCompile skipKernelTC setEnv modifyEnv evalDecl evalExpr
        evalConst MetaM TacticM CoreM CommandElabM TermElabM MacroM
    """),
}

# The part of `Lean` that is made of code about proofs; `Lean.Omega`, `Lean.Grind` and the like hold lemmas.
META_SPACES = words("""
    Elab Meta Parser ParserCompiler Environment Core Macro PrettyPrinter IR Compiler Kernel Declaration Server
    Widget Lsp Language Linter MessageLog Message MessageData importModules ImportM Option Options EnvExtension
    PersistentEnvExtension KeyedDeclsAttribute Attribute AttributeImpl registerBuiltinAttribute Firefox Profiler
    Plugin Frontend Command Tactic Term Syntax Quote Unhygienic Expr mkConst mkSorry logInfo logWarning logError
    throwError Exception loadDynlib
""")
EFFECTS = words("""
    IO System EIO BaseIO
""")

# Commands with `#` that may be run: what they print proves nothing.
HARMLESS_HASH = words("""
    check print
""")
HASH_COMMANDS = words("""
    eval eval! exit reduce synth guard guard_msgs guard_expr check_failure check_tactic check_tactic_failure
    check_simp check_assertions dump_async_env_state discr_tree_key discr_tree_simp_key grind_lint import_path
    info_trees time version where widget with_exporting html find find_home find_home! find_syntax help simp
    norm_num norm_num1 conv push_cast instances lint list_linters loogle leansearch moogle statesearch search
    min_imports minimize_imports print_sym_expr print_prefix print_fun_prop_theorems explode eval_graph sample
    test plausible rerun string_diagram unfold unfold? whnf whnfR whnfD aesop_rules aesop_stats import_diff
    long_names long_instances redundant_imports count_heartbeats trans_imports show_unused show_kind
    deprecated_module create_deprecated_modules kerodon_tags stacks_tags wikidata_tags parse simp_nf
""")

# What an attribute of these names registers is compiled code that Lean then runs or believes.
ATTRIBUTES = {
    "native": words("""
        implemented_by extern export csimp computed_field
    """),
    "meta": words("""
        init builtin_init macro tactic term_elab command_elab doElem_elab inductive_elab app_elab simproc
        simprocAttr sevalprocAttr delab app_delab app_unexpander formatter parenthesizer combinator_formatter
        combinator_parenthesizer category_parenthesizer quot_precheck widget_module server_rpc_method
        server_rpc_method_cancellable code_action_provider command_code_action tactic_code_action
        hole_code_action norm_num norm_num_ext positivity env_linter linter library_suggestions
        unused_variables_ignore_fn missing_docs_handler bv_normalize_proc grind_tactic try_tactic incremental
        doc_role doc_command doc_directive doc_code_block run_parser_attribute_hooks
    """),
    "notation": words("""
        unification_hint
    """),
}
HARMLESS_ATTRIBUTES = words("""
    simp simp! dsimp simps simps! seval ext refl symm trans congr subst coe coe_decl norm_cast push_cast cast
    push push_neg pull reducible semireducible irreducible instance implicit_reducible instance_reducible
    default_instance class inline inline_if_reduce macro_inline always_inline noinline specialize nospecialize
    unbox never_extract match_pattern inherit_doc deprecated elab_as_elim elab_without_expected_type elab_simple
    recursor induction_eliminator cases_eliminator custom_eliminators aesop grind grind? grind! grind!?
    grind_cases gcongr mono bound fun_prop continuity measurability positivity_simps to_additive to_dual
    to_additive_dont_translate to_additive_ignore_args mk_iff reassoc elementwise nolint algebraize field_simps
    ring_nf mfld_simps zify_simps qify_simps rify_simps nify_simps parity_simps functor_norm monad_norm
    ghost_simps bv_normalize int_toBitVec bitvec_to_nat bool_to_prop wf_preprocess method_specs
    method_specs_simp spec mvcgen_simp partial_fixpoint_monotone defeq expose no_expose pp_dot pp_nodot
    pp_using_anonymous_constructor pp_with_univ notation_class stacks kerodon wikidata informal higher_order
    interactive tagged_return gen_constructor_elims suggest_for nontriviality integral_simps enat_to_nat_coe
    enat_to_nat_top is_poly simprocs cpass local_instance nonrec elabAsElim scoped local Std.Internal.tree_tac
    builtin_doc tactic_alt tactic_tag use_tactic_discharger fin_omega omega move_cast squash_cast elim_cast
    equiv_rw_simp typevec sym_simp cbv_eval cbv_opaque univ_out_params rcases_patterns
""")

HARMLESS_OPTIONS = words("""
    maxRecDepth maxHeartbeats maxSynthPendingDepth maxUniverseOffset autoImplicit relaxedAutoImplicit
    exponentiation.threshold simprocs smartUnfolding diagnostics diagnostics.threshold profiler
    profiler.threshold genInjectivity genSizeOf genSizeOfSpec checkBinderAnnotations says.verify
    says.no_verify_in_CI deprecated.oldSectionVars quotPrecheck match.ignoreUnusedAlts warningAsError
    bound.implicit trace.profiler
""")
HARMLESS_OPTION_SPACES = words("""
    linter pp synthInstance tactic grind aesop backward structure trace format infoview inductive mvcgen simp
    ring norm_num push_cast wf cdot
""")
# Within those name spaces: what writes a file or serves it.
HARMFUL_OPTIONS = words("""
    trace.profiler.output trace.profiler.output.pp trace.profiler.serve trace.profiler.useHeartbeats
""")

# A notation for one of these would change what Lean's own text means.
OWN_WORDS = words("""
    theorem lemma example def abbrev instance structure class inductive coinductive opaque axiom variable
    universe namespace section end open export in where with by do fun let have show from suffices calc match if
    then else for while return try catch finally at using deriving extends mutual private protected public
    noncomputable nonrec local scoped attribute set_option sorry forall exists True False And Or Not Iff Eq Ne
    HEq Exists Nat Int Rat Real Complex Bool Prop Type Sort List Fin Set Finset Option String Char Unit Empty
    PUnit PEmpty Decidable trivial rfl id true false not and or xor nomatch nofun unless until termination_by
    decreasing_by generalizing hiding renaming include omit import meta macro syntax elab notation prefix infix
    postfix λ Σ Π
""")
OWN_SYMBOLS = words("""
    = ≠ < > ≤ ≥ + - * / % ^ ∣ ∧ ∨ ¬ → ← ↔ ∀ ∃ ∃! λ Σ Π × ⊕ ∘ ∈ ∉ ∋ ⊆ ⊂ ∩ ∪ \\ ∅ := => -> <- <| |> |>. $ · . ..
    ... : ; , ( ) [ ] { } ⟨ ⟩ ⦃ ⦄ @ @[ _ ? ! != == && || | ||| &&& ^^^ >>> <<< ~~~ ++ :: >>= <$> <*> <|> <;> ▸
    ⁻¹ ↦ • ↑ ⇑ ↥ ‹ › ≈ ≍ ≅ ∎ ⊢ ⊤ ⊥ ⊓ ⊔ ∑ ∏ ∫ √ ‖ ⌊ ⌋ ⌈ ⌉ ∥ ∞ ≡ ⟶ ⥤ ≃ ∑' ∏' ∃' ×' Σ' ⊕' ]' #[ >> // ' ''
""")

# After one of these, what stands next is a command of its own, and no longer a name that is opened.
BEGINS_COMMAND = words("""
    theorem lemma example def abbrev instance structure class inductive opaque axiom variable universe namespace
    section end open export in private protected noncomputable public attribute set_option hiding renaming local
    scoped mutual unsafe partial macro syntax elab notation prefix infix infixl infixr postfix deriving include
    omit nonrec run_cmd initialize
""")
