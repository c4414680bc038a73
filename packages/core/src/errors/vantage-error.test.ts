import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Pending } from './pending.ts'
import { suggest } from './suggest.ts'
import { VantageError } from './vantage-error.ts'

const conflict = (): VantageError =>
  new VantageError('another client already has this email', {
    kind: 'conflict',
    details: { entity: 'client' },
    cause: new Error('23505'),
  })

test('context goes in front, outermost first, and keeps kind, details, cause and frames', () => {
  const error = conflict()
  const outer = error.withContext('saving a client').withContext('importing clients')
  expect(outer.message).toBe('importing clients: saving a client: another client already has this email')
  expect(outer.context).toEqual(['importing clients', 'saving a client'])
  expect(outer).toMatchObject({ kind: 'conflict', retry: 'never', details: { entity: 'client' } })
  expect(outer.cause).toBe(error.cause)
  expect(outer.stack?.split('\n')[1]).toBe(error.stack?.split('\n')[1])
})

test('a foreign error becomes a cause, a Vantage error stays itself', () => {
  const foreign = new TypeError('boom')
  expect(VantageError.from(foreign, 'connection')).toMatchObject({
    kind: 'connection',
    message: 'boom',
    cause: foreign,
  })
  const error = conflict()
  expect(VantageError.from(error)).toBe(error)
})

test('errors of a second copy of the package are recognised by their brand', () => {
  const twin = Object.create(Object.defineProperty({}, Symbol.for('@vantage-ts/error'), { value: true }))
  expect(VantageError.is(twin)).toBe(true)
  expect(VantageError.is(new Error('x'))).toBe(false)
})

test('credentials are hidden in message, inspect and JSON', () => {
  const error = new VantageError('no route to postgres://anna:s3cret@db.example/shop?password=s3cret', {
    kind: 'connection',
  })
  for (const shown of [error.message, inspect(error, { depth: 9 }), JSON.stringify(error), String(error)])
    expect(shown).not.toContain('s3cret')
  expect(error.message).toContain('db.example/shop')
  const at = new VantageError('no route to postgres://anna:p@ss@w0rd@db.example/shop', { kind: 'connection' })
  expect(at.message).toBe('no route to postgres://***:***@db.example/shop')
})

test('what is hidden stays so, and takes along nothing, however often an error is made anew', () => {
  const texts = [
    [`expect('… password = "x"').rows([])`, `expect('… password = ***').rows([])`],
    [`token: 'it\\'s', id 1`, 'token: ***, id 1'],
    [`say "secret=x", please`, `say "secret=***, please`],
    ['password=***s3cret', 'password=***'],
    ['postgres://a:b@c?password=d&e=f', 'postgres://***:***@c?password=***&e=f'],
  ] as const
  for (const [text, hidden] of texts) {
    const error = new VantageError(text, { kind: 'internal' })
    expect(error.message).toBe(hidden)
    expect(error.withContext('x').withDetails({ id: '1' }).withContext('y').message).toBe(`y: x: ${hidden}`)
  }
})

test('details known below win over those added above', () => {
  const error = conflict().withDetails({ entity: 'other', source: 'pg' })
  expect(error.details).toEqual({ entity: 'client', source: 'pg' })
})

test('a pending call can say what was being tried', async () => {
  const failing = Pending.run(() => {
    throw conflict()
  })
  await expect(failing.context('counting sessions')).rejects.toMatchObject({
    context: ['counting sessions'],
    kind: 'conflict',
  })
  await expect(Pending.run(() => 1).context('x')).resolves.toBe(1)
  await expect(Pending.run(async () => 2)).resolves.toBe(2)
})

test('suggestions name the nearest word, else what there is', () => {
  expect(suggest('agee', ['age', 'name'])).toBe(' Did you mean "age"?')
  expect(suggest('zzzzzz', ['age', 'name'])).toBe(' Known: age, name.')
  expect(suggest('x', [])).toBe('')
})
