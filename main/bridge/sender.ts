/** What the sender check reads of Electron's event; a frame is null once it has navigated away or is gone. */
export interface IncomingCall {
  readonly sender: { readonly id: number }
  readonly senderFrame: SenderFrame | null
}

export interface SenderFrame {
  readonly parent: unknown
  readonly origin: string
  readonly url: string
}

export interface TrustedSender {
  /** Id of the program's own window, or null while there is none. */
  webContentsId(): number | null
  /** `app://console`, exactly. */
  readonly origin: string
}

/**
 * Whether a call comes from the main frame of our own window showing our own page. Must run synchronously when the call
 * arrives: later the frame may show something else.
 */
export function isTrusted(call: IncomingCall, trusted: TrustedSender): boolean {
  try {
    const frame = call.senderFrame
    return (
      frame !== null &&
      call.sender.id === trusted.webContentsId() &&
      frame.parent === null &&
      frame.origin === trusted.origin &&
      frame.url.startsWith(`${trusted.origin}/`)
    )
  } catch {
    // Newer Electron throws when a frame is asked that has been disposed of.
    return false
  }
}
