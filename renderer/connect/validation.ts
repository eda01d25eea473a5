import { sidKind, sidPattern } from '../../preload/contract/sids'
import type { CredentialInput, Region } from '../../preload/contract/connection'
import type { MessageKey } from '../i18n'

/** What the form holds while it is typed; everything is text. */
export interface CredentialForm {
  readonly kind: 'apiKey' | 'authToken'
  readonly accountSid: string
  readonly keySid: string
  readonly secret: string
  readonly region: Region
}

export type CredentialField = 'accountSid' | 'keySid' | 'secret'
export type FieldErrors = Readonly<Partial<Record<CredentialField, MessageKey>>>

export const EMPTY_FORM: CredentialForm = {
  kind: 'apiKey',
  accountSid: '',
  keySid: '',
  secret: '',
  region: 'us1',
}

/** What main accepts as a secret: printable ASCII without spaces. */
const SECRET = /^[\x21-\x7e]{8,256}$/

function accountError(text: string): MessageKey | undefined {
  if (text === '') return 'connect.error.required'
  if (sidPattern('account').test(text)) return undefined
  return sidKind(text) === 'apiKey' ? 'connect.error.keyInsteadOfAccount' : 'connect.error.accountSid'
}

function keyError(text: string): MessageKey | undefined {
  if (text === '') return 'connect.error.required'
  if (sidPattern('apiKey').test(text)) return undefined
  return sidKind(text) === 'account' ? 'connect.error.accountInsteadOfKey' : 'connect.error.keySid'
}

function secretError(text: string): MessageKey | undefined {
  if (text === '') return 'connect.error.required'
  if (sidKind(text) !== null) return 'connect.error.sidAsSecret'
  return SECRET.test(text) ? undefined : 'connect.error.secret'
}

/** White space around a pasted value is never meant. */
const trimmed = (form: CredentialForm): CredentialForm => ({
  ...form,
  accountSid: form.accountSid.trim(),
  keySid: form.keySid.trim(),
  secret: form.secret.trim(),
})

/** What is wrong with each field, for a form that may be half filled in; an empty object = it can be sent. */
export function validate(form: CredentialForm): FieldErrors {
  const { kind, accountSid, keySid, secret } = trimmed(form)
  const errors: readonly (readonly [CredentialField, MessageKey | undefined])[] = [
    ['accountSid', accountError(accountSid)],
    ['keySid', kind === 'apiKey' ? keyError(keySid) : undefined],
    ['secret', secretError(secret)],
  ]
  return Object.fromEntries(errors.filter(([, error]) => error !== undefined))
}

export function credentialsOf(form: CredentialForm): CredentialInput {
  const { kind, accountSid, keySid, secret } = trimmed(form)
  return kind === 'apiKey' ? { kind, accountSid, keySid, secret } : { kind, accountSid, secret }
}
