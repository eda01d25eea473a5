import { describe, expect, it } from 'vitest'
import { troubleOf } from '../../../main/vault/trouble'

describe('troubleOf', () => {
  it.each([
    ['The name org.freedesktop.secrets was not provided by any .service files', 'unavailable'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'unavailable'],
    ['The given address is empty', 'unavailable'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'unavailable'],
    ['Could not connect: Connection refused', 'unavailable'],
    ['A specified logon session does not exist.', 'unavailable'],
    ['Cannot create an item in a locked collection', 'locked'],
    ['Prompt was dismissed', 'locked'],
    ['User interaction is not allowed.', 'locked'],
    ['The stub received bad data.', 'failed'],
    ['', 'failed'],
  ])('takes "%s" for %s', (text, kind) => {
    expect(troubleOf(new Error(text))).toEqual({ kind, detail: text })
  })
})
