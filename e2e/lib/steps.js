// Journeys are told in steps that build on one another: when one fails, those after it are not tried.

/** `step(name, act)` as a subtest of `t`; throws what `act` throws. */
export function steps(t) {
  return async (name, act) => {
    let failure
    await t.test(name, async () => {
      try {
        await act()
      } catch (error) {
        failure = error
        throw error
      }
    })
    if (failure) throw new Error(`stopped at “${name}”`)
  }
}
