/**
 * The Standard Schema interface, version 1, written out so that core depends on nothing: what zod, valibot, arktype and
 * others implement, and what an entity class offers.
 *
 * Source: https://standardschema.dev
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': StandardProps<Input, Output>
}

export interface StandardProps<Input = unknown, Output = Input> {
  readonly version: 1
  readonly vendor: string
  readonly validate: (
    value: unknown,
    options?: StandardOptions | undefined,
  ) => StandardResult<Output> | Promise<StandardResult<Output>>
  readonly types?: StandardTypes<Input, Output> | undefined
}

/** Options that a caller may hand to a validator (Standard Schema 1.1). */
export interface StandardOptions {
  readonly libraryOptions?: Record<string, unknown> | undefined
}

export type StandardResult<Output> = StandardSuccess<Output> | StandardFailure

export interface StandardSuccess<Output> {
  readonly value: Output
  readonly issues?: undefined
}

export interface StandardFailure {
  readonly issues: readonly StandardIssue[]
}

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | StandardPathSegment)[] | undefined
}

export interface StandardPathSegment {
  readonly key: PropertyKey
}

/** Carries the two value types for the compiler; absent at run time. */
export interface StandardTypes<Input = unknown, Output = Input> {
  readonly input: Input
  readonly output: Output
}

/** What a schema takes: `InputOf<typeof z.string().optional()>` -> `string | undefined`. */
export type InputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['input']

/** What a schema gives: `OutputOf<typeof z.coerce.number()>` -> `number`. */
export type OutputOf<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output']
