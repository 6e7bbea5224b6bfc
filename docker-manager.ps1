# The verbs of the Makefile for Windows: .\docker-manager.ps1 demo -File sales.csv
# A test keeps the two lists of verbs equal.
[CmdletBinding()]
param(
    [Parameter(Position = 0)] [string] $Verb = "help",
    [string] $File = "",
    [string] $Mapping = "",
    [ValidateSet("append", "replace")] [string] $Mode = "append",
    [string] $Engine = "",
    [string] $DataDir = "",
    [string] $Out = "var/sample.csv",
    [int] $Rows = 200000,
    [int] $Workers = 2,
    [int] $DruidPort = 8888,
    [string] $DruidDir = "var/druid",
    [string] $Service = "",
    [string] $Months = "",
    [switch] $All,
    [switch] $Dev,
    [switch] $Orders,
    [switch] $Replace,
    [string] $Run = "list"
)

$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$Python = ".venv/Scripts/python.exe"
$Ready = ".venv/.installed"
$Uv = "uv==0.13.9"
$NoNode = "Node 20.19, 22.12 or newer is needed for the dashboard and was not found. Install it, with its npm."
$SetAside = "Loaded. Lines that were set aside are in the quarantine file named above: correct them there and load that file."
$NoPython = "help", "clean", "start", "stop", "restart", "status", "logs", "load", "shell", "web", "build"

$Verbs = [ordered]@{
    "help"            = "list the verbs"
    "demo"            = "load the sample, or FILE=sales.csv [MAPPING=m.yaml], and serve the dashboard"
    "serve"           = "serve the dashboard and the API on http://localhost:8000"
    "dev"             = "serve both while their code changes: the dashboard on http://localhost:5173"
    "build"           = "build the dashboard into frontend/dist, when its sources are newer"
    "ingest"          = "check and load FILE=sales.csv [MAPPING=m.yaml] [MODE=append|replace] [ENGINE=embedded|druid]"
    "check"           = "check FILE=sales.csv [MAPPING=m.yaml] without loading it"
    "targets"         = "load the targets in FILE=targets.csv [REPLACE=1]"
    "rates"           = "load the commission rates in FILE=rates.csv [REPLACE=1]"
    "seed"            = "write ROWS=200000 lines of sample sales to OUT=var/sample.csv [ORDERS=1]"
    "verify"          = "compare every rollup with the sale lines, on the cluster too with ENGINE=druid"
    "publish"         = "bring Druid up to what is loaded [MONTHS=2024-01,2024-02] [ALL=1]"
    "druid-up"        = "start a real Druid on this machine: DRUID_PORT=8888 DRUID_DIR=var/druid"
    "druid-down"      = "stop it; what was loaded stays"
    "druid-status"    = "tell what of it runs, where and with how much memory"
    "start"           = "build and start the product and its Druid in containers, or those for development with DEV=1"
    "stop"            = "stop the containers; what is loaded stays [DEV=1]"
    "restart"         = "start the containers again, or SERVICE=backend alone [DEV=1]"
    "status"          = "list the containers and how they are [DEV=1]"
    "logs"            = "follow what the containers say, or SERVICE=backend alone [DEV=1]"
    "load"            = "check and load FILE=sales.csv [MAPPING=m.yaml] [MODE=append|replace] into the containers' Druid [DEV=1]"
    "shell"           = "open a shell in the backend's container, or in SERVICE=router [DEV=1]"
    "test"            = "lint, types, import contracts and every test, the dashboard's too"
    "test-e2e"        = "journeys through the dashboard in Chromium, over a real server and the sample"
    "test-druid"      = "the tests that need a real Druid, on one of their own"
    "lint"            = "style, types and import contracts"
    "web"             = "types, style, tests and sizes of the dashboard, built into frontend/dist"
    "torture"         = "the long suites: many more cases, with their seeds"
    "soak"            = "half an hour of questions, loads and faults, into docs/benchmarks/soak.md"
    "bench"           = "measure loading and answering, as ratios, the served API and the dashboard [ENGINE=druid]"
    "bench-api"       = "measure the served API over 6 million lines, TPC-H's and our own [BENCH_DIR=var/bench/api] [ONLY=tpch]"
    "bench-60m"       = "load 60 million lines of TPC-H, which takes long, and measure the served API over them"
    "bench-superset"  = "measure Superset beside us over the 6 million lines of bench-api"
    "bench-people"    = "let people click through a served dashboard in Locust, on http://localhost:8089 [PORT=8000]"
    "bench-dashboard" = "measure the dashboard alone: its sizes, and what a browser takes to draw it"
    "screenshots"     = "take the pictures of the pages in docs/screenshots anew, over the sample"
    "keys"            = "list the API keys, or make or withdraw one: RUN=..."
    "docs"            = "write docs/reference, the SDL and the OpenAPI description from the code"
    "lock"            = "pin every dependency of pyproject.toml again in requirements.lock"
    "clean"           = "remove caches and the sample; loaded sales stay"
}

function Stop-With([string] $Sentence, [int] $Code = 2) {
    Write-Host $Sentence
    exit $Code
}

function Invoke-Python([string[]] $Words) {
    & $Python @Words
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Install-Environment {
    $locked = Get-Item "requirements.lock"
    if ((Test-Path $Ready) -and (Get-Item $Ready).LastWriteTime -ge $locked.LastWriteTime) { return }
    & python -c "import sys; sys.exit(sys.version_info < (3, 11))"
    if ($LASTEXITCODE -ne 0) { Stop-With "Python 3.11 or newer is needed and was not found." 1 }
    if (-not (Test-Path $Python)) { & python -m venv .venv }
    Invoke-Python @("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", "requirements.lock")
    Set-Content $Ready ""
}

function Get-DataDir {
    if ($DataDir) { return $DataDir }
    if ($env:SALES_DATA_DIR) { return $env:SALES_DATA_DIR }
    return "var/data"
}

function Assert-File {
    if (-not $File) { Stop-With "Name the file: .\docker-manager.ps1 $Verb -File sales.csv" }
}

function Import-Sales([string] $Path, [string] $Into, [string] $How) {
    $words = @("-m", "ingestion", "load", $Path, "--data-dir", $Into, "--mode", $How)
    if ($Mapping) { $words += @("--mapping", $Mapping) }
    & $Python @words
    if ($LASTEXITCODE -gt 1) { exit $LASTEXITCODE }
    if ($LASTEXITCODE -eq 1) { Write-Host $SetAside }
}

function Import-Plans([string] $Kind) {
    Assert-File
    $words = @("-m", "ingestion", $Kind, $File, "--data-dir", (Get-DataDir))
    if ($Replace) { $words += "--replace" }
    Invoke-Python $words
}

function Start-Answers([string] $From) {
    $env:SALES_DATA_DIR = $From
    $env:POLARS_MAX_THREADS = $env:OPENBLAS_NUM_THREADS = "1"
    if (Test-Node) { Update-Dashboard } else { Write-Host $NoNode }
    Invoke-Python @("-m", "backend")
}

function Start-Development {
    $env:SALES_DATA_DIR = Get-DataDir
    Install-Dashboard
    $answers = Start-Process $Python -ArgumentList "-m", "backend", "--reload" -NoNewWindow -PassThru
    Write-Host "Dashboard  http://localhost:5173, over the API on http://localhost:8000; Ctrl-C ends both."
    try { Invoke-Npm @("run", "--silent", "dev") } finally { Stop-Process -Id $answers.Id -ErrorAction SilentlyContinue }
}

function Write-Sample([bool] $WithOrders) {
    $words = @("-m", "ingestion", "seed", "--rows", $Rows, "--out", $Out)
    if ($WithOrders) { $words += "--orders" }
    Invoke-Python $words
}

function Start-Demo {
    if ($File) {
        Import-Sales $File (Get-DataDir) $Mode
        Start-Answers (Get-DataDir)
        return
    }
    Write-Sample $true
    Import-Sales $Out "var/sample" "replace"
    Start-Answers "var/sample"
}

function Test-Style {
    Invoke-Python @("-m", "ruff", "check", ".")
    Invoke-Python @("-m", "ruff", "format", "--check", ".")
    Invoke-Python @("-m", "mypy")
    & ".venv/Scripts/lint-imports.exe"
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Invoke-Tests([string] $Marked) {
    Invoke-Python @("-m", "pytest", "-q", "-n", $Workers, "--dist", "loadfile", "-m", $Marked)
}

function Test-Endurance {
    $env:SALES_SOAK_SECONDS = "1800"; $env:SALES_SOAK_RATE = "50"; $env:SALES_SOAK_LOADS = "20"; $env:SALES_SOAK_FAULTS = "60"
    $env:SALES_SOAK_REPORT = "docs/benchmarks"
    Invoke-Python @("-m", "pytest", "-q", "--basetemp", "var/soak", "backend/tests/whole/test_soak.py")
}

function Test-OnDruid {
    $words = @("-m", "pytest", "-q", "-n", $Workers, "--dist", "loadfile", "-m", "druid and not own_druid and not torture", "--engine=embedded,druid")
    Invoke-Python (@("-m", "druid.cluster", "run", "--free-ports", "--quick", "--", $Python) + $words)
    Invoke-Python @("-m", "pytest", "-q", "-m", "own_druid and not torture")
}

function Update-Lock {
    Invoke-Python @("-m", "pip", "install", "--quiet", "--disable-pip-version-check", $Uv)
    Invoke-Python @("-m", "uv", "pip", "compile", "pyproject.toml", "--extra", "dev", "--universal", "--python-version", "3.11",
        "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet", "--output-file", "requirements.lock")
    Invoke-Python @("-m", "uv", "pip", "compile", "pyproject.toml", "--constraint", "requirements.lock", "--universal",
        "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet",
        "--output-file", "backend/requirements.lock")
}

function Clear-Caches {
    $paths = "frontend/dist", "var/sample", "var/sample.csv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"
    $paths | Where-Object { Test-Path $_ } | ForEach-Object { Remove-Item $_ -Recurse -Force }
}

function Invoke-Compose([string[]] $Words) {
    $file = "docker-compose.yml"
    if ($Dev) { $file = "docker-compose.dev.yml" }
    & docker compose --file $file @Words
}

function Assert-Docker {
    if (Get-Command docker -ErrorAction SilentlyContinue) { return }
    Stop-With "$Verb needs Docker with its compose plugin, and finds none."
}

function Invoke-Containers([string[]] $Words) {
    Assert-Docker
    if ($Service) { $Words += $Service }
    Invoke-Compose $Words
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Import-IntoContainers {
    Assert-File
    Assert-Docker
    $from = Get-Item $File
    $words = @("run", "--rm", "--volume", "$($from.DirectoryName):/srv/file:ro")
    $asked = @("ingestion", "load", "/srv/file/$($from.Name)", "--mode", $Mode)
    if ($Mapping) {
        $map = Get-Item $Mapping
        $words += @("--volume", "$($map.DirectoryName):/srv/mapping:ro")
        $asked += @("--mapping", "/srv/mapping/$($map.Name)")
    }
    Invoke-Compose ($words + $asked)
    if ($LASTEXITCODE -gt 1) { exit $LASTEXITCODE }
    if ($LASTEXITCODE -eq 1) { Write-Host $SetAside }
}

function Start-Containers {
    Invoke-Containers @("up", "--detach", "--build", "--wait")
    Invoke-Containers @("ps")
}

function Open-Shell {
    Assert-Docker
    $where = "backend"
    if ($Service) { $where = $Service }
    Invoke-Compose @("exec", $where, "sh")
}

function Test-Node {
    if (-not (Get-Command node -ErrorAction SilentlyContinue)) { return $false }
    $parts = (& node --version).TrimStart("v").Split(".") | ForEach-Object { [int] $_ }
    return ($parts[0] -gt 22) -or ($parts[0] -eq 22 -and $parts[1] -ge 12) -or ($parts[0] -eq 20 -and $parts[1] -ge 19)
}

function Install-Dashboard {
    $mark = "frontend/node_modules/.installed"
    $locked = Get-Item "frontend/package-lock.json"
    if ((Test-Path $mark) -and (Get-Item $mark).LastWriteTime -ge $locked.LastWriteTime) { return }
    if (-not (Test-Node)) { Stop-With $NoNode 1 }
    Invoke-Npm @("ci", "--silent")
    Set-Content $mark ""
}

function Update-Dashboard {
    Install-Dashboard
    $built = "frontend/dist/.built"
    $sources = @(Get-ChildItem "frontend/src" -Recurse -File)
    $sources += Get-Item "frontend/index.html", "frontend/compress.ts", "frontend/vite.config.ts", "frontend/package-lock.json"
    $newest = $sources | Sort-Object LastWriteTime | Select-Object -Last 1
    if ((Test-Path $built) -and (Get-Item $built).LastWriteTime -ge $newest.LastWriteTime) { return }
    Write-Host "Building the dashboard"
    Invoke-Npm @("run", "--silent", "build", "--", "--logLevel", "warn")
    Set-Content $built ""
}

function Invoke-Npm([string[]] $Words) {
    & npm --prefix frontend @Words
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Test-Dashboard {
    Install-Dashboard
    Invoke-Npm @("run", "--silent", "check")
}

function Invoke-Browser([string[]] $Words) {
    Update-Dashboard
    if (-not $env:CHROMIUM) { Stop-With "$Verb needs Chromium: name it in the variable CHROMIUM." }
    $env:PYTHON = (Resolve-Path $Python).Path
    Invoke-Npm (@("run", "--silent") + $Words)
}

function Test-Speed {
    if ($Engine -eq "druid") { Invoke-Python @("-m", "backend.benchmarks.cluster"); return }
    Invoke-Python @("-m", "backend.benchmarks")
    Test-DashboardSpeed
}

function Stop-WithoutWrk {
    Stop-With "$Verb needs tools that Windows lacks. In WSL, with wrk installed: make $Verb"
}

function Test-DashboardSpeed {
    Update-Dashboard
    Invoke-Npm @("run", "--silent", "sizes")
    Invoke-Browser @("paint")
}

if (-not $Verbs.Contains($Verb)) { Stop-With "There is no verb '$Verb'. Run .\docker-manager.ps1 help for the list." }
if ($Engine) { $env:SALES_ENGINE = $Engine }
if ($Verb -notin $NoPython) { Install-Environment }

switch ($Verb) {
    "help" { $Verbs.GetEnumerator() | ForEach-Object { "  {0,-16} {1}" -f $_.Key, $_.Value } }
    "demo" { Start-Demo }
    "serve" { Start-Answers (Get-DataDir) }
    "dev" { Start-Development }
    "build" { Update-Dashboard }
    "ingest" { Assert-File; Import-Sales $File (Get-DataDir) $Mode }
    "check" {
        Assert-File
        $words = @("-m", "ingestion", "check", $File, "--data-dir", (Get-DataDir))
        if ($Mapping) { $words += @("--mapping", $Mapping) }
        Invoke-Python $words
    }
    "targets" { Import-Plans "targets" }
    "rates" { Import-Plans "rates" }
    "seed" { Write-Sample $Orders.IsPresent }
    "verify" { Invoke-Python @("-m", "ingestion", "verify", "--data-dir", (Get-DataDir)) }
    "publish" {
        $env:SALES_ENGINE = "druid"
        $words = @("-m", "ingestion", "publish", "--data-dir", (Get-DataDir))
        if ($Months) { $words += @("--months", $Months) }
        if ($All) { $words += "--all" }
        Invoke-Python $words
    }
    "druid-up" { Invoke-Python @("-m", "druid.cluster", "up", "--dir", $DruidDir, "--port", $DruidPort) }
    "druid-down" { Invoke-Python @("-m", "druid.cluster", "down", "--dir", $DruidDir) }
    "druid-status" { Invoke-Python @("-m", "druid.cluster", "status", "--dir", $DruidDir) }
    "start" { Start-Containers }
    "stop" { Invoke-Containers @("down") }
    "restart" { Invoke-Containers @("restart") }
    "status" { Invoke-Containers @("ps", "--all") }
    "logs" { Invoke-Containers @("logs", "--follow", "--tail", "100") }
    "load" { Import-IntoContainers }
    "shell" { Open-Shell }
    "web" { Test-Dashboard }
    "test" { Test-Style; Test-Dashboard; Invoke-Tests "not torture and not druid" }
    "test-e2e" { Invoke-Browser @("e2e", "--", "--project=embedded") }
    "test-druid" { Update-Dashboard; Test-OnDruid }
    "lint" { Test-Style }
    "torture" { Invoke-Tests "torture" }
    "soak" { Test-Endurance }
    "bench" { Test-Speed }
    "bench-api" { Stop-WithoutWrk }
    "bench-60m" { Stop-WithoutWrk }
    "bench-superset" { Stop-WithoutWrk }
    "bench-people" { Stop-WithoutWrk }
    "bench-dashboard" { Test-DashboardSpeed }
    "screenshots" { Invoke-Browser @("screenshots") }
    "keys" { Invoke-Python (@("-m", "backend.access") + $Run.Split(" ")) }
    "docs" { Invoke-Python @("-m", "backend.reference"); Invoke-Python @("-m", "backend.api.descriptions") }
    "lock" { Update-Lock }
    "clean" { Clear-Caches }
}
