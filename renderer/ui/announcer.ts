import { readonly, ref } from 'vue'

const message = ref('')
let turn = false

/** What the live region says now. */
export const announcement = readonly(message)

/** Says a sentence to screen readers, politely. The same sentence twice in a row is read twice. */
export function announce(text: string): void {
  turn = !turn
  message.value = turn ? text : `${text}\u00A0`
}
