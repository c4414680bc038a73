import type { ChildProcess } from 'node:child_process'
import type { ServerUser } from './server-user.ts'

/** Where the files of one server are, and who it runs as. */
export interface Cluster {
  readonly user: ServerUser | undefined
  readonly place: string
  readonly data: string
  readonly password: string
  /** False skips waiting for the disk: right for data nobody keeps. */
  readonly isDurable: boolean
  /** Besides the usual ones. */
  readonly settings: { readonly [name: string]: string }
}

export interface RunningServer {
  readonly child: ChildProcess
  readonly port: number
}

/** What a guard needs to know of the database that it runs. */
export interface Engine {
  /** For messages. */
  readonly name: string
  /** File in the data folder that names the process of a server which uses it. */
  readonly pidFile: string
  /** Settles once its programs can be run by the user. */
  prepare(user: ServerUser | undefined): Promise<void>
  /** Makes an empty data folder; nothing when there is one. */
  create(cluster: Cluster, signal: AbortSignal): Promise<void>
  start(cluster: Cluster): Promise<RunningServer>
  stop(child: ChildProcess): Promise<void>
  urlOf(cluster: Cluster, port: number): string
}

export type EngineName = 'postgres' | 'mariadb' | 'mysql'
