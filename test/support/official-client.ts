import twilio from 'twilio'
import type { RequestOptions } from 'twilio/lib/base/RequestClient'
import type { PracticeFacts } from '../../main/practice'
import type { SeenExchange } from './openapi'

/** Ports of the official client's own types that we touch; its declarations are looser than what it really passes. */
interface OutgoingRequest {
  readonly method: string
  readonly uri: string
  readonly params?: Record<string, unknown>
  readonly data?: Record<string, unknown> | string
}

/**
 * The official client, unmodified, pointed at a practice workspace: only the host of each request is another. It is the
 * independent judge of the practice workspace and shares nothing with our own client.
 */
export function officialClient(practice: PracticeFacts, seen: (exchange: SeenExchange) => void = () => {}) {
  class LoopbackHttp extends twilio.RequestClient {
    override async request<T>(options: RequestOptions<T>) {
      const asked = options as OutgoingRequest
      const uri = asked.uri.replace(/^https:\/\/(taskrouter|api)\.twilio\.com/, practice.url)
      const response = await super.request<T>({ ...options, uri })
      seen({
        method: asked.method.toUpperCase(),
        url: withQuery(uri, asked.params),
        form: formOf(asked.data),
        status: response.statusCode,
        body: parsed(response.body),
      })
      return response
    }
  }
  return twilio(practice.keySid, practice.keySecret, {
    accountSid: practice.accountSid,
    httpClient: new LoopbackHttp(),
  })
}

function pairs(values: Record<string, unknown>): string {
  const list = Object.entries(values).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((item) => item !== undefined)
      .map((item) => [key, String(item)]),
  )
  return new URLSearchParams(list as [string, string][]).toString()
}

function withQuery(uri: string, params: Record<string, unknown> | undefined): string {
  const query = params ? pairs(params) : ''
  return query === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${query}`
}

function formOf(data: OutgoingRequest['data']): string | null {
  if (data === undefined) return null
  return typeof data === 'string' ? data : pairs(data)
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return body === '' ? null : body
  return JSON.parse(body)
}
