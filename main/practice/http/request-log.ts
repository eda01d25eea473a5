/** One request as it came in; never its credentials. */
export interface LoggedRequest {
  /** Real time, ms since 1970. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly params: Readonly<Record<string, string | readonly string[]>>
  /** Status that was answered; 0 when the connection was cut. */
  status: number
  /** `Twilio-Request-Id` of the answer. */
  readonly requestId: string
}

const KEPT = 20_000

/** The last requests, for tests that prove what a client sent. */
export class RequestLog {
  private entries: LoggedRequest[] = []

  add(entry: LoggedRequest): void {
    this.entries.push(entry)
    if (this.entries.length > KEPT * 2) this.entries = this.entries.slice(-KEPT)
  }

  list(): readonly LoggedRequest[] {
    return this.entries.slice(-KEPT)
  }

  clear(): void {
    this.entries = []
  }
}
