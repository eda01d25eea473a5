import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { PIN_MAX, PIN_MIN } from '../../preload/contract/lock'
import { translate } from '../i18n'

export interface NewPin {
  readonly pin: Ref<string>
  readonly again: Ref<string>
  readonly pinError: ComputedRef<string | null>
  readonly againError: ComputedRef<string | null>
  /** Whether it can be kept; from the first time this is asked, errors are shown. */
  readonly check: () => boolean
  readonly wipe: () => void
}

/** A new PIN, typed twice. Its errors come when somebody has finished, not while they type. */
export function useNewPin(): NewPin {
  const pin = ref('')
  const again = ref('')
  const asked = ref(false)
  // As main counts: what people see as one character is mostly one.
  const fits = computed(() => {
    const { length } = [...pin.value]
    return length >= PIN_MIN && length <= PIN_MAX
  })
  const same = computed(() => pin.value === again.value)
  return {
    pin,
    again,
    pinError: computed(() =>
      asked.value && !fits.value ? translate('lock.length', { min: PIN_MIN, max: PIN_MAX }) : null,
    ),
    againError: computed(() =>
      asked.value && fits.value && !same.value ? translate('lock.different') : null,
    ),
    check: () => {
      asked.value = true
      return fits.value && same.value
    },
    wipe: () => {
      asked.value = false
      pin.value = ''
      again.value = ''
    },
  }
}
