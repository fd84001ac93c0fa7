import { type DuckDBEnumType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { quoteIdentifier, sha256 } from '#foundation'
import type { AccessLevel } from '../disclosure/policy.ts'
import type { Edition } from '../editions/edition.ts'

/** Changes when tables are laid out differently: what was loaded before has to be loaded again. */
export const schemaVersion = 1

/** A column of a cube as it is loaded. */
export interface LoadedColumn {
  readonly name: string
  readonly type: DuckDBType
  /** Whether a value may be missing. Codes never are: they have one for "unknown". */
  readonly nullable: boolean
}

/** What is loaded of a cube: its columns, and by which of them its rows are parted and sorted, time first. */
export interface LoadedCube {
  readonly name: string
  readonly columns: readonly LoadedColumn[]
  readonly key: readonly string[]
  /** How many periods of the finest time are a year: a year is a partition. */
  readonly periodsInYear: number
}

/**
 * Each edition has a database of its own, so that no statement can mix two. Its time is part of the name: releases of two
 * installations, or one that was made again, may have the same id.
 */
export function databaseOf(level: AccessLevel, { id, builtAt }: Edition): string {
  return `taraza_${level}_${sha256(`${id} ${builtAt}`).slice(0, 16)}`
}

const numbers: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.TINYINT]: 'Int8',
  [DuckDBTypeId.SMALLINT]: 'Int16',
  [DuckDBTypeId.INTEGER]: 'Int32',
  [DuckDBTypeId.BIGINT]: 'Int64',
  [DuckDBTypeId.UTINYINT]: 'UInt8',
  [DuckDBTypeId.USMALLINT]: 'UInt16',
  [DuckDBTypeId.UINTEGER]: 'UInt32',
  [DuckDBTypeId.DOUBLE]: 'Float64',
  [DuckDBTypeId.FLOAT]: 'Float32',
}

/** Codes keep their order as numbers: equal answers then come in equal order. @throws Error for a type that no cube has */
export function columnType({ name, type, nullable }: LoadedColumn): string {
  if (type.typeId === DuckDBTypeId.ENUM) {
    const codes = (type as DuckDBEnumType).values.map((code, at) => `${textLiteral(code)} = ${at}`)
    return nullable ? `Nullable(Enum16(${codes.join(', ')}))` : `Enum16(${codes.join(', ')})`
  }
  const plain = numbers[type.typeId]
  if (plain === undefined) throw new Error(`the column ${name} has the type ${type}, which no cube is loaded with`)
  return nullable ? `Nullable(${plain})` : plain
}

/**
 * The statements that make the table of a cube. In a cluster each shard holds a part of the rows in a replicated table, and
 * a distributed table of the cube's name asks them all; rows are dealt out evenly, as every question may ask for any of them.
 */
export function tableStatements(database: string, cube: LoadedCube, cluster?: string): readonly string[] {
  const [time = ''] = cube.key
  const columns = cube.columns.map((column) => `${quoteIdentifier(column.name)} ${columnType(column)}`).join(', ')
  const layout = `partition by intDiv(${quoteIdentifier(time)}, ${cube.periodsInYear}) order by (${cube.key.map(quoteIdentifier).join(', ')})`
  const table = (name: string) => `${quoteIdentifier(database)}.${quoteIdentifier(name)}`
  if (cluster === undefined)
    return [`create table if not exists ${table(cube.name)} (${columns}) engine = MergeTree ${layout}`]
  const everywhere = `on cluster ${quoteIdentifier(cluster)}`
  const path = `'/clickhouse/tables/{shard}/${database}/${cube.name}', '{replica}'`
  return [
    `create table if not exists ${table(shardTable(cube.name))} ${everywhere} (${columns}) engine = ReplicatedMergeTree(${path}) ${layout}`,
    `create table if not exists ${table(cube.name)} ${everywhere} (${columns}) engine = Distributed(${textLiteral(cluster)}, ${textLiteral(database)}, ${textLiteral(shardTable(cube.name))}, rand())`,
  ]
}

/** Where a shard of a cluster holds its part of a cube. */
export function shardTable(cube: string): string {
  return `${cube}_shard`
}

export function textLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

const enumeration = 'Enum16('

/** The codes of a column type that this house has written, or `undefined` where it has none. */
export function codesIn(type: string): readonly string[] | undefined {
  const start = type.indexOf(enumeration)
  if (start < 0) return undefined
  const entry = /'((?:[^'\\]|\\.)*)' = \d+(?:, )?/y
  entry.lastIndex = start + enumeration.length
  const codes: string[] = []
  for (let found = entry.exec(type); found !== null; found = entry.exec(type))
    codes.push((found[1] ?? '').replaceAll(/\\(.)/g, '$1'))
  return codes
}
