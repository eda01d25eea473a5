import type { en } from './messages/en'

/** Every path of the English messages, dotted: `connect.form.title`. */
type Path<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Key : `${Key}.${Path<Tree[Key]>}`
}[keyof Tree & string]

/** The shape of English with any text in it: another language must have every key and no other. */
type Shape<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Shape<Tree[Key]>
}

export type MessageTree = Shape<typeof en>
export type MessageKey = Path<typeof en>
