import { bool, col, Entity, float, int, text } from '@vantage-ts/core'

/** The table most cases work on: only types that every source holds. */
export class Person extends Entity('kit_person', {
  id: col(int).id(),
  name: col(text).flag('searchable'),
  age: col(int).optional(),
  city: col(text).optional().flag('searchable'),
  score: col(float).optional(),
  isActive: col(bool).named('is_active'),
}) {
  get label(): string {
    return `${this.name} of ${this.city ?? 'nowhere'}`
  }
}

/** Five people; nulls in every column that may hold one, two equal ages, two equal cities. */
export const people = [
  { id: 1, name: 'Ada', age: 36, city: 'London', score: 2.5, isActive: true },
  { id: 2, name: 'Bob', age: null, city: 'Paris', score: null, isActive: false },
  { id: 3, name: 'Cy', age: 20, city: null, score: 1.25, isActive: true },
  { id: 4, name: 'Dee', age: 36, city: 'London', score: -0.25, isActive: false },
  { id: 5, name: 'Eve', age: null, city: null, score: null, isActive: true },
] as const

/** The people with these ids, in this order. */
export const personsOf = (...ids: readonly number[]): (typeof people)[number][] =>
  ids.flatMap(id => people.filter(person => person.id === id))

/** Visits of people: many to one. */
export class Visit extends Entity('kit_visit', {
  id: col(int).id(),
  personId: col(int).optional().named('person_id'),
  place: col(text),
  minutes: col(int).optional(),
}) {}

export const visits = [
  { id: 11, personId: 1, place: 'museum', minutes: 30 },
  { id: 12, personId: 1, place: 'park', minutes: 90 },
  { id: 13, personId: 3, place: 'park', minutes: null },
  { id: 14, personId: null, place: 'museum', minutes: 45 },
  { id: 15, personId: 9, place: 'pier', minutes: 10 },
] as const
