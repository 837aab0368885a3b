// What every client script needs: what it is called with, how a failure is told, and how the result is printed.
export const baseUrl = process.env.PRACTICE_URL
export const apiKey = process.env.PRACTICE_KEY

/** What a call failed with, as its client describes it; null when it did not. */
export async function failure(call) {
  try {
    await call()
    return null
  } catch (error) {
    const { status, statusCode, code, type, param, requestID, message } = error
    return { name: error.constructor.name, status: status ?? statusCode, code, type, param, requestID, message }
  }
}

export function print(result) {
  console.log(JSON.stringify(result))
}
