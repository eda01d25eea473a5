/** The service's refusal of a move: what the HTTP layer answers with. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

/** 20001 is what the dictionary lists for invalid parameters; for illegal moves the code is not published (unverified). */
export function badRequest(message: string, code = 20001): Refusal {
  return new Refusal(400, code, message)
}
