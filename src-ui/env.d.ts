/// <reference types="vite/client" />

declare module '*.json?texts=common' {
  const texts: import('./src/shared/i18n').Texts
  export default texts
}
declare module '*.json?texts=settings' {
  const texts: import('./src/shared/i18n').Texts
  export default texts
}
