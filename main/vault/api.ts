/** Why the keychain could not do what it was asked. `detail` is for the log. */
export interface VaultTrouble {
  /** locked: waits for the user's password · unavailable: there is none here · failed: anything else. */
  readonly kind: 'locked' | 'unavailable' | 'failed'
  readonly detail: string
}

/** `absent` is an answer of the keychain; trouble is never disguised as it. */
export type VaultRead =
  { readonly kind: 'found'; readonly secret: string } | { readonly kind: 'absent' } | VaultTrouble
export type VaultWrite = { readonly kind: 'stored' } | { readonly kind: 'tooLarge' } | VaultTrouble
export type VaultRemove = { readonly kind: 'removed' } | { readonly kind: 'absent' } | VaultTrouble

/** Keeps secrets by name. No method ever rejects; every outcome is a value. */
export interface CredentialVault {
  read(name: string): Promise<VaultRead>
  write(name: string, secret: string): Promise<VaultWrite>
  remove(name: string): Promise<VaultRemove>
}

/** Windows takes 2,560 bytes per item; staying below it everywhere keeps the platforms alike. */
export const SECRET_LIMIT = 2000

export const isTooLarge = (secret: string): boolean =>
  new TextEncoder().encode(secret).byteLength > SECRET_LIMIT
