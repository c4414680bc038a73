import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Temporal as Other } from 'temporal-polyfill/implementation'
import { Temporal as Third } from 'temporal-polyfill/full'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { instant } from './instant.ts'
import { plainDate } from './plain-date.ts'
import { Temporal, temporal, temporalValue } from './temporal.ts'

afterEach(() => vi.unstubAllGlobals())

/** Runs a script in a fresh process and returns what it prints, and whether the polyfill was asked for meanwhile. */
function freshly(script: string): { readonly printed: string; readonly isLoaded: boolean } {
  const index = new URL('../../test/types.ts', import.meta.url).href
  const code = `
    import { registerHooks } from 'node:module'
    let isLoaded = false
    registerHooks({ resolve: (name, context, next) => { isLoaded ||= name === 'temporal-polyfill'; return next(name, context) } })
    const core = await import(${JSON.stringify(index)})
    const printed = String(${script})
    console.log(JSON.stringify({ printed, isLoaded }))`
  const flags = ['--no-warnings', '--conditions=@vantage-ts/source', '--input-type=module', '-e', code]
  return JSON.parse(
    execFileSync(process.execPath, flags, { cwd: fileURLToPath(new URL('.', import.meta.url)), encoding: 'utf8' }),
  )
}

describe('loading', () => {
  test('importing the types and using those without Temporal loads no polyfill', () => {
    expect(freshly('core.int.problem(1) ?? core.instant.problem("2001-01-01T00:47:00Z")')).toEqual({
      printed: 'must be a Temporal.Instant, got a string; make one with Temporal.Instant.from(…)',
      isLoaded: false,
    })
  })

  test('the first use loads it, where Temporal is missing', () => {
    expect(freshly("core.Temporal.Duration.from('PT1H')")).toEqual({
      printed: 'PT1H',
      isLoaded: globalThis.Temporal === undefined,
    })
  })

  test('a runtime with neither says what to import', () => {
    expect(
      freshly(`(() => {
      delete globalThis.Temporal
      process.getBuiltinModule = undefined
      try { core.Temporal.Instant } catch (error) { return error.kind + ' ' + error.message }
    })()`).printed,
    ).toMatch(/^unsupported this runtime has no Temporal; import 'temporal-polyfill\/global'/)
  })

  test('a native Temporal goes before the polyfill, whenever it comes', () => {
    const [other] = [Other, Third].filter(one => one !== temporal())
    vi.stubGlobal('Temporal', other)
    expect(temporal()).toBe(other)
    expect(Temporal.Instant).toBe(other?.Instant)
    vi.stubGlobal('Temporal', undefined)
    expect(temporal()).not.toBe(undefined)
  })

  test('offers every class of the namespace', () => {
    const names = [
      'Instant',
      'PlainDate',
      'PlainTime',
      'PlainDateTime',
      'PlainMonthDay',
      'PlainYearMonth',
      'ZonedDateTime',
      'Duration',
      'Now',
    ] as const
    for (const name of names) expect(Temporal[name]).toBe(temporal()[name])
  })
})

describe('values', () => {
  test('its own come back as they are', () => {
    const value = Temporal.Instant.from('2001-01-01T00:47:00.123456789Z')
    expect(temporalValue('Instant', value)).toBe(value)
    expect(temporalValue('PlainDate', value)).toBeUndefined()
  })

  test('those of another implementation come over exactly', () => {
    const others = [Other, Third].filter(one => one.Instant !== Temporal.Instant)
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) {
      const moment = temporalValue('Instant', other.Instant.from('-000043-03-15T12:00:00.123456789Z'))
      expect(moment).toBeInstanceOf(Temporal.Instant)
      expect(moment?.epochNanoseconds).toBe(other.Instant.from('-000043-03-15T12:00:00.123456789Z').epochNanoseconds)
      const length = temporalValue('Duration', other.Duration.from({ years: 1, days: -0, milliseconds: 1500 }))
      expect(length?.toString()).toBe('P1YT1.5S')
      expect(length).toBeInstanceOf(Temporal.Duration)
      expect(temporalValue('PlainTime', other.PlainTime.from('09:30'))).toBeInstanceOf(Temporal.PlainTime)
      expect(temporalValue('PlainDateTime', other.PlainDateTime.from('2026-11-22T09:30'))).toBeInstanceOf(
        Temporal.PlainDateTime,
      )
      expect(instant.canonical?.(other.Instant.from('2026-11-22T00:00Z'))).toBeInstanceOf(Temporal.Instant)
      expect(plainDate.problem(other.PlainDate.from('2026-11-22[u-ca=gregory]'))).toMatch(/ISO calendar/)
    }
  })

  test('forgeries and strangers are none', () => {
    for (const wrong of [
      undefined,
      null,
      'Temporal.Instant',
      new Date(),
      { [Symbol.toStringTag]: 'Temporal.Instant', epochNanoseconds: 1n },
      { [Symbol.toStringTag]: 'Temporal.Instant', toString: () => 'tomorrow' },
      Temporal.Now.zonedDateTimeISO('UTC'),
    ]) {
      expect(temporalValue('Instant', wrong)).toBeUndefined()
    }
  })
})
