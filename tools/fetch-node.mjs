// Fetches a Node from npm into .cache, for this folder only. Plain JavaScript that Node 18 can run: set-up needs it before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const cache = join(root, '.cache')

/** A failure whose message already says what to do next: shown without a stack. */
export class SetupError extends Error {}

// A nested npm must not inherit what `npm run` set for the outer one, but must keep the user's registry and cache.
const inherited = /^npm_(config_(?!cache|registry|userconfig|globalconfig|nodedir)|package_|lifecycle_|command$)/i

/** Runs npm under the given Node; its output goes to stderr, so that stdout stays the command's own. */
export function npm(node, args, cwd) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !inherited.test(key)))
  env.PATH = `${dirname(node)}${delimiter}${process.env.PATH}`
  const cli = process.env.npm_execpath
  const windows = process.platform === 'win32'
  const done = cli
    ? spawnSync(node, [cli, ...args], { cwd, env, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd, env, stdio: ['ignore', 2, 2], shell: windows })
  return done.status === 0
}

function platformPackage() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const prefix = system === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node'
  return { name: `${prefix}-${system}-${process.arch}`, binary: system === 'win' ? 'node.exe' : 'node' }
}

/**
 * Returns the path of the Node of that exact version, fetching it once.
 *
 * To be called under the set-up's lock. It is installed aside and renamed, so that a kill half-way leaves nothing that looks finished.
 */
export function fetchNode(version) {
  const { name, binary } = platformPackage()
  const home = join(cache, `node-${version}`)
  const file = join(home, 'node_modules', name, 'bin', binary)
  if (existsSync(file)) return file
  process.stderr.write(`setup: fetching Node ${version} from npm into .cache\n`)
  const part = `${home}-part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const fetched = npm(process.execPath, ['install', '--prefix', part, ...quiet, `${name}@${version}`], part)
  if (!fetched) {
    rmSync(part, { recursive: true, force: true })
    throw new SetupError(
      `Node ${version} could not be fetched (npm package ${name}). Check the network and run the command again, ` +
        'or install Node 24.11 or newer yourself (https://nodejs.org).',
    )
  }
  renameSync(part, home)
  return file
}
