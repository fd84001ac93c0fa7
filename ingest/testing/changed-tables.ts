import { type CodeList, type ColumnContract, type Contract, type Jurisdiction, loadJurisdiction } from '#jurisdictions'

const kg = loadJurisdiction('kg')

/** The Kyrgyz tables with one contract changed, in another time zone if need be. */
export function withContract(
  register: string,
  change: (contract: Contract) => Contract,
  timeZone = kg.profile.time_zone,
): Jurisdiction {
  const contract = kg.contracts.get(register)
  if (contract === undefined) throw new Error(`no contract ${register}`)
  const profile = { ...kg.profile, time_zone: timeZone }
  return { ...kg, profile, contracts: new Map([...kg.contracts, [register, change(contract)]]) }
}

/** The Kyrgyz tables with one column of one contract changed. */
export function withColumn(register: string, name: string, column: object): Jurisdiction {
  return withContract(register, (contract) => ({
    ...contract,
    columns: { ...contract.columns, [name]: { ...contract.columns[name], ...column } as ColumnContract },
  }))
}

/** The Kyrgyz tables with another format of one contract. */
export function withFormat(register: string, format: Partial<Contract['format']>): Jurisdiction {
  return withContract(register, (contract) => ({ ...contract, format: { ...contract.format, ...format } }))
}

/** The Kyrgyz tables with further spellings of codes. */
export function withAliases(name: string, aliases: Readonly<Record<string, readonly string[]>>): Jurisdiction {
  const list = kg.lists.get(name) as CodeList
  const codes = list.codes.map((code) => ({ ...code, aliases: [...code.aliases, ...(aliases[code.code] ?? [])] }))
  return { ...kg, lists: new Map([...kg.lists, [name, { ...list, codes }]]) }
}
