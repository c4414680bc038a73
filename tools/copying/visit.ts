import { col, Entity, int, text } from '@vantage-ts/core'

export class Visit extends Entity('visits', { id: col(int).id(), name: col(text) }) {}
