import { testAdapter } from '@vantage-ts/adapter-kit'
import { openMemory } from '../src/oracle.ts'

const noUniques = {
  verdict: 'by-design',
  fails: 'wrong-answer',
  why: 'ids are unique in memory; other unique columns are not known there',
} as const

testAdapter({
  name: 'memory',
  open: openMemory,
  generates: ['int', 'bigint', 'uuid'],
  gaps: {
    'insert/another-unique-column-is-a-conflict': noUniques,
    'errors/never-show-clashing-values': noUniques,
    'insert-many/a-clash-in-the-middle-is-whole-or-nothing': noUniques,
  },
})
