import { expect, test } from 'vitest'
import { chosen, readCommand } from './command.ts'

const all = ['sqlite-point', 'sqlite-rows-100', 'types-50', 'core-size'].map(name => ({ name }))
const namesOf = (...names: string[]): string[] => chosen(all, names).map(({ name }) => name)

test('options and names come in any order', () => {
  expect(readCommand(['--json', 'types', '--pairs', '21', '--save'])).toEqual({
    names: ['types'],
    isJson: true,
    isList: false,
    isHelp: false,
    saves: true,
    pairs: 21,
  })
  expect(readCommand([])).toMatchObject({ names: [], pairs: 31 })
})

test.each([
  [['--jsno'], '--json'],
  [['--pairs', '14'], 'from 15 up'],
  [['--pairs', 'many'], 'from 15 up'],
  [['--pairs'], 'from 15 up'],
])('%j is refused with what would do', (args, said) => {
  expect(() => readCommand(args)).toThrow(said)
})

test('a name stands for itself and for all that start with it', () => {
  expect(namesOf()).toHaveLength(4)
  expect(namesOf('types')).toEqual(['types-50'])
  expect(namesOf('core-size', 'sqlite')).toEqual(['sqlite-point', 'sqlite-rows-100', 'core-size'])
})

test('an unknown name is answered with the nearest', () => {
  expect(() => namesOf('sqlite-piont')).toThrow('Did you mean "sqlite-point"?')
  expect(() => namesOf('sqlite-')).toThrow('no benchmark')
})
