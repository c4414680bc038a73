// `npm test`: the tests on the current Node but a few long ones, and a smoke test on the oldest supported one. With CI=true or --all-nodes every
// test, and on the other supported Nodes too; with CI=true also the checks and the packages as users get them. Arguments go to vitest, and then only
// the current Node runs. The last line is the sum: `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cache, fetchNode, root, SetupError } from './fetch-node.mjs'
import { setupLock, withLock } from './lock.mjs'
import { leaveOut, longTests } from './long-tests.ts'
import { countTests } from './test-count.mjs'

const everyNode = '--all-nodes'
const isCI = !['', '0', 'false', undefined].includes(process.env.CI)
const given = process.argv.slice(2).filter(argument => argument !== everyNode)
const isWhole = given.length === 0
const onAllNodes = isWhole && (isCI || process.argv.includes(everyNode))
const current = process.versions.node

// The types do not depend on the Node that runs.
const others = [
  { version: '24.21.0', args: ['--typecheck.enabled=false'], isSmoke: false },
  { version: '26.10.0', args: ['--typecheck.enabled=false'], isSmoke: false },
  { version: '22.23.3', args: ['--project=smoke'], isSmoke: true },
].filter(({ version }) => version.split('.')[0] !== current.split('.')[0])

// vitest and its servers get the terminal's Ctrl-C too, and end in order: wait for them.
process.on('SIGINT', () => {})

const say = text => console.log(`\n== ${text}`)
const failures = []
let passed = 0
let failed = 0

function runNode(node, args) {
  return new Promise(done => {
    const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    const forward = () => child.kill('SIGTERM')
    process.once('SIGTERM', forward)
    child.once('error', () => done(1))
    child.once('close', code => {
      process.off('SIGTERM', forward)
      done(code ?? 1)
    })
  })
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function fail(text) {
  failed++
  failures.push(text)
}

async function runTests(node, version, args) {
  say(`Node ${version}: ${args.join(' ') || 'all tests'}`)
  const file = join(cache, 'reports', `${process.pid}-${version}.json`)
  mkdirSync(join(cache, 'reports'), { recursive: true })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runNode(node, [vitest, 'run', ...args, ...reporters])
  const count = countTests(readReport(file), code, root)
  rmSync(file, { force: true })
  passed += count.passed
  failed += count.failed
  for (const failure of count.failures.slice(0, 20)) failures.push(`Node ${version}: ${failure}`)
}

async function runOnOther({ version, args }) {
  let node
  try {
    node = withLock(setupLock, () => fetchNode(version))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    if (onAllNodes) fail(error.message)
    else say(`LEFT OUT: the tests on Node ${version}. ${error.message}`)
    return
  }
  await runTests(node, version, args)
}

async function runTool(name, args) {
  say(name)
  if ((await runNode(process.execPath, args)) !== 0) fail(`${name}: see above`)
}

if (isWhole && !onAllNodes) {
  process.env[leaveOut] = 'true'
  say(
    `LEFT OUT: ${longTests.length} long test files, listed in tools/long-tests.ts; npm test -- --all-nodes runs them too`,
  )
}
await runTests(process.execPath, current, given)
for (const other of others) if (isWhole && (onAllNodes || other.isSmoke)) await runOnOther(other)
if (isWhole && isCI) {
  await runTool('checks', ['tools/check.mjs', '--no-tests'])
  await runTool('packages', ['tools/packages.mjs'])
}

for (const failure of failures) console.log(`FAIL ${failure}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
