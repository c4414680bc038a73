import { expect, test } from 'vitest'
import { findsLostUpdates, serverVersionOf } from './server.ts'

test.each([
  ['5.5.5-10.11.19-MariaDB-0+deb12u1', 'mariadb', '10.11.19'],
  ['11.4.2-MariaDB', 'mariadb', '11.4.2'],
  ['8.4.2', 'mysql', '8.4.2'],
  ['8.0.36-0ubuntu0.22.04.1', 'mysql', '8.0.36'],
  ['5.7.44-log', 'mysql', '5.7.44'],
])('%s is %s %s', (greeting, flavor, version) => {
  expect(serverVersionOf(greeting)).toEqual({ flavor, version })
})

test.each([
  ['10.6.17', false],
  ['10.6.18', true],
  ['10.11.7', false],
  ['10.11.19', true],
  ['11.0.5', false],
  ['11.4.2', true],
  ['11.8.1', true],
  ['12.0.1', true],
  ['10.5.29', false],
])('MariaDB %s tells of lost updates: %s', (version, expected) => {
  expect(findsLostUpdates({ flavor: 'mariadb', version })).toBe(expected)
})

test('MySQL tells of none', () => {
  expect(findsLostUpdates({ flavor: 'mysql', version: '8.4.2' })).toBe(false)
})
