using Meridian.Foundation.Database;

namespace Meridian.Postgres;

/// <summary>What PostgreSQL 15 lacks and the shared SQL uses, made in the store's schema.</summary>
internal static class PostgresFunctions
{
    /// <summary>Makes the schema and its functions, or changes them to this program's; one process at a time.</summary>
    /// <param name="schema">A name that was looked at: small letters, digits and _.</param>
    public static string Create(string schema) => $"""
        begin;
        select pg_advisory_xact_lock(hashtext('meridian {schema}'));
        create schema if not exists {schema};
        {Functions.Replace("NUMBER", Texts.Number, StringComparison.Ordinal).Replace("TIME", Texts.Time, StringComparison.Ordinal)}
        commit;
        """;

    // Functions in SQL that are one expression are written into the statements that call them.
    private const string Functions = """
        create or replace function smaller_uuid(uuid, uuid) returns uuid language sql immutable strict parallel safe as 'select case when $1 <= $2 then $1 else $2 end';
        create or replace function larger_uuid(uuid, uuid) returns uuid language sql immutable strict parallel safe as 'select case when $1 >= $2 then $1 else $2 end';
        create or replace aggregate min(uuid) (sfunc = smaller_uuid, stype = uuid, combinefunc = smaller_uuid, sortop = <, parallel = safe);
        create or replace aggregate max(uuid) (sfunc = larger_uuid, stype = uuid, combinefunc = larger_uuid, sortop = >, parallel = safe);

        -- JSON objects laid over each other, later ones over earlier ones, members that are null dropped; what a later one says stands behind what only earlier ones say, as DuckDB has it.
        create or replace function merge_json(objects varchar[]) returns varchar language plpgsql immutable parallel safe as $body$
        declare
            names text[] := '{}';
            texts text[] := '{}';
            object text;
            member record;
            at integer;
        begin
            if objects is null then
                return null;
            end if;
            if array_length(objects, 1) = 1 then
                return objects[1];
            end if;
            foreach object in array objects loop
                for member in select key, value::text as value, json_typeof(value) as type from json_each(object::json) loop
                    at := array_position(names, member.key);
                    if at is not null then
                        names := names[:at - 1] || names[at + 1:];
                        texts := texts[:at - 1] || texts[at + 1:];
                    end if;
                    if member.type <> 'null' then
                        names := names || member.key;
                        texts := texts || member.value;
                    end if;
                end loop;
            end loop;
            return '{' || coalesce((select string_agg(to_json(n)::text || ':' || t, ',' order by o) from unnest(names, texts) with ordinality as m (n, t, o)), '') || '}';
        end
        $body$;

        -- Texts of the team's own as numbers and times; null where they are none.
        create or replace function read_number(text) returns double precision language sql immutable strict parallel safe as
            'select case when $1 ~ ''NUMBER'' then $1::double precision end';
        create or replace function read_time(text) returns timestamp language plpgsql immutable strict parallel safe as $body$
        begin
            return case when $1 ~ 'TIME' then rtrim($1, 'Z')::timestamp end;
        exception when others then
            return null;
        end
        $body$;
        """;
}
