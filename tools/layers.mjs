// The judge of one-way imports: who may import whom, `import type` included. `node tools/layers.mjs` lists what breaks the rules.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** Inside core a folder imports itself or one listed before it. */
const coreOrder =
  'errors types expression dataset source memory column set relation active join table chain entity records dynamic contained outbox'.split(
    ' ',
  )

/** The packages each group may import; a group that is not listed may import all. Tests may use `forTests` besides. */
const allowed = {
  'packages/core': [],
  packages: ['core'],
  adapters: ['core', 'sql'],
  surfaces: ['core'],
  testing: ['core'],
}
const forTests = ['core', 'adapter-kit', 'test-servers']
/** What tests of one package may import besides: mocks record real databases. */
const forTestsOf = { 'testing/mock': ['postgres', 'sqlite'] }

/** Core runs in browsers too, and brings nothing along. */
const coreMayInstall = ['temporal-polyfill']

const isTest = file => /\.test(-d)?\.tsx?$/.test(file) || file.split('/').includes('test')
const folderOf = file =>
  file
    .split('/')
    .slice(0, file.startsWith('bench/') ? 1 : 2)
    .join('/')
const rulesFor = folder => allowed[folder] ?? allowed[folder.split('/')[0]]
const layerOf = file => /^packages\/core\/src\/([^/]+)\//.exec(file)?.[1]

/** Every module a file names, with its line, and whether only its types are wanted. */
export function importsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest)
  const found = []
  const add = (node, name, isType) => {
    if (!name || !ts.isStringLiteralLike(name)) return
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
    found.push({ name: name.text, isType, line })
  }
  const visit = node => {
    // `import { type A }` still loads the module under verbatimModuleSyntax: only `import type` does not.
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, node.importClause?.isTypeOnly ?? false)
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node)) add(node, node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** What has an entry of its own, so that a program that does not use it does not load it. */
const entriesOfTheirOwn = ['memory', 'dynamic', 'contained', 'records', 'outbox']

function corePlacement(from, to, { isType }) {
  const [own, other] = [layerOf(from), layerOf(to)]
  if (from === 'packages/core/src/index.ts' && entriesOfTheirOwn.includes(other))
    return `${other} has an entry of its own: @vantage-ts/core/${other}`
  const evaluates = ['memory', 'contained']
  if (evaluates.includes(other) && !evaluates.includes(own) && !isType)
    return `core loads without ${other}: use \`import type\``
  if (own === undefined || own === other) return undefined
  if (!coreOrder.includes(own)) return `the folder ${own} has no place in the order of tools/layers.mjs`
  if (other === undefined) return 'a folder of core does not import the entries above it'
  return coreOrder.indexOf(other) > coreOrder.indexOf(own)
    ? `${own} is below ${other}: hand in what is needed as an argument`
    : undefined
}

function relativeProblem(from, to, wanted) {
  if (folderOf(from) !== folderOf(to)) return 'another package is imported by its name, not by a path'
  if (isTest(from)) return undefined
  if (isTest(to)) return 'a source file does not import a test'
  return from.startsWith('packages/core/') ? corePlacement(from, to, wanted) : undefined
}

function packageProblem(from, name, self) {
  const own = /^@vantage-ts\/([^/]+)/.exec(name)?.[1]
  if (!own) {
    if (folderOf(from) !== 'packages/core' || isTest(from) || coreMayInstall.includes(name)) return undefined
    return 'core depends on nothing and runs in browsers'
  }
  const may = rulesFor(folderOf(from))
  if (!may || may.includes(own)) return undefined
  if (isTest(from) && (forTests.includes(own) || forTestsOf[folderOf(from)]?.includes(own) || own === self))
    return undefined
  return `${folderOf(from)} may import ${may.length > 0 ? may.join(' and ') : 'no other package'}`
}

/** One cycle of files, if there is any that starts here. */
function cycleFrom(start, graph, done) {
  const path = []
  const visit = file => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return undefined
    path.push(file)
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next)
      if (cycle) return cycle
    }
    path.pop()
    done.add(file)
    return undefined
  }
  return visit(start)
}

function cyclesOf(graph) {
  const done = new Set()
  const found = []
  for (const file of graph.keys()) {
    const cycle = cycleFrom(file, graph, done)
    if (!cycle) continue
    found.push(`${cycle[0]}: cycle ${cycle.join(' -> ')}`)
    for (const part of cycle) done.add(part)
  }
  return found
}

function nameOf(root, folder) {
  const file = join(root, folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name?.replace('@vantage-ts/', '') : undefined
}

const sources = ['{packages,adapters,surfaces,testing,examples}/*/{src,test}/**/*.{ts,tsx}', 'bench/src/**/*.ts']

/** Returns one line per import that breaks a rule. */
export function checkLayers(root) {
  const files = sources.flatMap(pattern => globSync(pattern, { cwd: root })).map(file => file.split(sep).join('/'))
  const graph = new Map()
  const problems = []
  for (const file of files.sort()) {
    const edges = []
    for (const wanted of importsOf(file, readFileSync(join(root, file), 'utf8'))) {
      const isRelative = wanted.name.startsWith('.')
      const to = posix.join(posix.dirname(file), wanted.name)
      // Types of one folder may name each other: a table narrows to a table. Nothing loads in a circle.
      const isNeighbour = posix.dirname(file) === posix.dirname(to)
      // Entities refer to each other, each in a file of its own; their references are functions, called when all are loaded.
      const isHarmless = isNeighbour && (wanted.isType || posix.basename(posix.dirname(file)) === 'entities')
      if (isRelative && !isTest(file) && !isHarmless) edges.push(to)
      const problem = isRelative
        ? relativeProblem(file, to, wanted)
        : packageProblem(file, wanted.name, nameOf(root, folderOf(file)))
      if (problem) problems.push(`${file}:${wanted.line}: imports ${wanted.name}: ${problem}`)
    }
    graph.set(file, edges)
  }
  return [...problems, ...cyclesOf(graph)]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkLayers(dirname(dirname(fileURLToPath(import.meta.url))))
  for (const problem of problems) console.log(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}
