import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './fetch-node.mjs'

const published = globSync('{packages,adapters,surfaces,testing}/*/package.json', { cwd: root })
  .map(file => ({ folder: join(root, file, '..'), manifest: JSON.parse(readFileSync(join(root, file), 'utf8')) }))
  .filter(({ manifest }) => manifest.private !== true)
  .map(({ folder, manifest: { name, files } }) => [name, folder, files])

// What is built, and the licence that is put beside it, are there only after a build.
const isBuilt = file => file === 'dist' || file === 'LICENSE'

test.each(published)('what %s lists to be published is there', (_, folder, files) => {
  const named = files.filter(file => !file.startsWith('!') && !isBuilt(file))
  expect(named.filter(file => !existsSync(join(folder, file)))).toEqual([])
})
