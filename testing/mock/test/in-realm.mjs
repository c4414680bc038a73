// Loads the package as Jest does: each module evaluated in a context of its own, whose classes are not those of the drivers around.
// Run by runners.test.ts with --experimental-vm-modules, in a process of its own.
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'

const context = vm.createContext({})
const own = new Set(Object.getOwnPropertyNames(vm.runInContext('globalThis', context)))
for (const name of Object.getOwnPropertyNames(globalThis))
  if (!own.has(name)) Object.defineProperty(context, name, Object.getOwnPropertyDescriptor(globalThis, name))

const loaded = new Map()
/** Each module once, however many ask for it at the same time. */
function load(url) {
  let module = loaded.get(url)
  if (module === undefined) {
    module = read(url)
    loaded.set(url, module)
  }
  return module
}

async function read(url) {
  const code = stripTypeScriptTypes(await readFile(fileURLToPath(url), 'utf8'))
  return new vm.SourceTextModule(code, {
    context,
    identifier: url,
    initializeImportMeta: meta => {
      meta.url = url
    },
  })
}
const link = (name, from) =>
  load(name.startsWith('.') ? new URL(name, from.identifier).href : import.meta.resolve(name))

const entry = await load(new URL('./runner-case.ts', import.meta.url).href)
await entry.link(link)
await entry.evaluate()
const db = await entry.namespace.useMock()
if (db.clock instanceof Object) throw new Error('this is no realm of its own')
// An error of the realm around, such as drivers throw.
db.expect('select 1').fails(new Error('ours'))
console.log(`works in a realm of its own: ${loaded.size} modules`)
