import type { Plugin } from 'vite'

/**
 * Reka UI asks Vue at run time whether it has `useId`, for versions that have not; that alone would keep all of Vue in the page,
 * with what nothing here uses.
 */
export function vueHasUseId(): Plugin {
  const asked = '"useId" in vue'
  return {
    name: 'studio:vue-has-use-id',
    apply: 'build',
    transform: {
      filter: { id: /reka-ui\/dist\/shared\/useId\.js$/ },
      handler(code) {
        if (!code.includes(asked)) this.error('Reka UI asks for useId in another way, or not any more')
        return { code: code.replace(asked, 'true'), map: null }
      },
    },
  }
}
