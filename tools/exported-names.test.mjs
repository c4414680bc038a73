import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from './fetch-node.mjs'

// What users may import is a promise: a change of it is a change of the snapshot, which somebody looks at.

/** The names that an entry exports, types marked; throws for anything but `export { … }`, whose names could not be read here. */
function namesOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
  return source.statements
    .filter(statement => !ts.isImportDeclaration(statement))
    .flatMap(statement => {
      const { exportClause, isTypeOnly } = statement
      if (!ts.isExportDeclaration(statement) || exportClause === undefined || !ts.isNamedExports(exportClause))
        throw new Error(`${file}: an entry only re-exports names, each by itself`)
      return exportClause.elements.map(one => `${isTypeOnly || one.isTypeOnly ? 'type ' : ''}${one.name.text}`)
    })
    .sort()
}

const entries = globSync('{packages,adapters,surfaces,testing}/*/package.json', { cwd: root })
  .map(file => ({ folder: join(root, file, '..'), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
  .filter(({ manifest }) => manifest.private !== true)
  .flatMap(({ folder, manifest: { name, exports } }) =>
    Object.entries(exports).map(([entry, target]) => [
      name + entry.slice(1),
      join(folder, target['@vantage-ts/source']),
    ]),
  )
  .sort()

test.each(entries)('the names of %s', (_, file) => {
  expect(namesOf(file)).toMatchSnapshot()
})
