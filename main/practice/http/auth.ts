import { createHash, timingSafeEqual } from 'node:crypto'

/** What a client may sign in with: the account's token, or the key. */
export interface Credentials {
  readonly accountSid: string
  readonly authToken: string
  readonly keySid: string
  readonly keySecret: string
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** A check of the `Authorization` header that takes the same time whatever is wrong. */
export function basicAuth(credentials: Credentials): (header: string | undefined) => boolean {
  const accepted = [
    digest(`${credentials.accountSid}:${credentials.authToken}`),
    digest(`${credentials.keySid}:${credentials.keySecret}`),
  ]
  return (header) => {
    const encoded = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1]
    if (encoded === undefined) return false
    const given = digest(Buffer.from(encoded, 'base64').toString('utf8'))
    return accepted.some((each) => timingSafeEqual(each, given))
  }
}
