/** The way to TaskRouter, as far as the window may know it. The proxy's password travels to main and never back. */

/** Where the password of the proxy in the settings is kept; `locked`: there may be one, but the keychain does not say. */
export type PasswordKeeping = 'none' | 'keychain' | 'sessionOnly' | 'locked'

export interface CertificateFile {
  readonly path: string
  /** Whom the first certificate names; empty when it could not be read. */
  readonly subject: string
  /** When the first of its certificates ends, ms since 1970; null when it could not be read. */
  readonly expiresAt: number | null
  readonly state: 'ok' | 'missing' | 'notCertificate' | 'expired'
}

export interface NetworkState {
  readonly password: PasswordKeeping
  readonly certificates: readonly CertificateFile[]
}

/** At most as many as anybody needs; each is read whenever the way changes. */
export const MAX_CERTIFICATE_FILES = 16

/**
 * Takes an address of a proxy apart: `host:port`, with `http://` or `https://` before it or nothing.
 * @returns null for anything else: a path, credentials within the address, a port out of range.
 */
export function parseProxyAddress(
  text: string,
): { readonly secure: boolean; readonly host: string; readonly port: number } | null {
  const match = /^(?:(https?):\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?):(\d{1,5})\/?$/i.exec(
    text.trim(),
  )
  const host = match?.[2]
  const port = Number(match?.[3])
  if (host === undefined || !(port >= 1 && port <= 65_535)) return null
  return { secure: match?.[1]?.toLowerCase() === 'https', host: host.replace(/^\[|\]$/g, ''), port }
}
