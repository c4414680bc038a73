import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { col, Entity, instant, int, Temporal } from '@vantage-ts/core'
import { afterAll, expect, test } from 'vitest'
import { csv, json, ndjson } from '../src/index.ts'

class Moment extends Entity('moment', { id: col(int).id(), at: col(instant) }) {}

const folder = mkdtempSync(join(tmpdir(), 'vantage-calculated-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = '9999-12-31T23:00:00Z'
writeFileSync(join(folder, 'moment.csv'), `id,at\n1,${at}\n`)
writeFileSync(join(folder, 'moment.ndjson'), `${JSON.stringify({ id: 1, at })}\n`)
writeFileSync(join(folder, 'moment.json'), JSON.stringify([{ id: 1, at }]))

const tables = {
  csv: Moment.table(csv({ folder })),
  ndjson: Moment.table(ndjson({ folder })),
  json: Moment.table(json({ folder })),
}

test.each(Object.entries(tables))(
  '%s calculates moments to the end of its years, and refuses those behind',
  async (_, moments) => {
    const after = (hours: number) => moments.fieldValues(m => m.at.plus(Temporal.Duration.from({ hours })))
    expect((await after(-1)).map(String)).toEqual(['9999-12-31T22:00:00Z'])
    await expect(after(2)).rejects.toMatchObject({ kind: 'too-large', details: { type: 'instant' } })
  },
)
