// Fetches MySQL from the packages of Debian into .cache, to run the tests of adapters/mysql on: `VANTAGE_MYSQLD=$(npm run -s fetch-mysql)`.
// Nothing of the machine is changed: apt runs with lists, a state and a cache of its own, and the packages are unpacked, not installed.
// The suite moves, so nothing depends on it: an option for a machine of Debian or its like.
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cache } from './fetch-node.mjs'

/** No suite that is released has MySQL. */
const suite = process.env.VANTAGE_MYSQL_SUITE ?? 'unstable'
const packageName = 'mysql-server-core'
const keys = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** What a server does not need: two thirds of it all. */
const unneeded = ['etc', 'usr/bin', 'usr/lib/*/perl*', 'usr/lib/*/gconv', 'usr/share/{perl,perl5,man,locale,gcc}']

const run = (command, args, options = {}) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options })

/** The mirror of Debian that the machine's own apt uses. */
function mirror() {
  const format = '$(ORIGIN) $(RELEASE) $(REPO_URI)'
  const listed = run('apt-get', ['indextargets', '--format', format, 'Identifier: Packages']).trim().split('\n')
  const [found] = listed
    .map(line => line.split(' '))
    .filter(([origin, release]) => origin === 'Debian' && !release.includes('-'))
  if (found === undefined) throw new Error('apt knows no mirror of Debian: run apt-get update first')
  return found[2]
}

function fetchInto(work) {
  const at = name => join(work, name)
  for (const folder of ['lists/partial', 'cache/archives/partial', 'etc']) mkdirSync(at(folder), { recursive: true })
  writeFileSync(at('status'), '')
  writeFileSync(
    at('mysql.sources'),
    `Types: deb\nURIs: ${mirror()}\nSuites: ${suite}\nComponents: main\nSigned-By: ${keys}\n`,
  )
  const options = {
    'Dir::Etc::sourcelist': at('mysql.sources'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::State': at('etc'),
    'Dir::State::lists': at('lists'),
    'Dir::State::status': at('status'),
    'Dir::Cache': at('cache'),
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled': 'false',
    // Where root runs it: its own unprivileged user may not enter this folder.
    'APT::Sandbox::User': process.getuid() === 0 ? 'root' : '',
    'Debug::NoLocking': 'true',
  }
  const apt = (...args) =>
    run('apt-get', ['-q', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...args], {
      stdio: ['ignore', 2, 2],
    })
  apt('update')
  apt('install', '--yes', '--no-install-recommends', '--download-only', packageName)
  for (const file of globSync(at('cache/archives/*.deb'))) run('dpkg-deb', ['--extract', file, at('root')])
  for (const part of globSync(unneeded, { cwd: at('root') })) rmSync(join(at('root'), part), { recursive: true })
}

const [file] = globSync(join(cache, 'mysql-*/usr/sbin/mysqld'))
if (file !== undefined) console.log(dirname(dirname(dirname(file))))
else {
  process.stderr.write(`fetching ${packageName} of Debian ${suite} into .cache\n`)
  const work = join(cache, `mysql.part-${process.pid}`)
  try {
    fetchInto(work)
    const [, version] = /_([^_]+)_/.exec(globSync(join(work, `cache/archives/${packageName}_*.deb`))[0] ?? '') ?? []
    const home = join(cache, `mysql-${version}`)
    renameSync(join(work, 'root'), home)
    console.log(home)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
