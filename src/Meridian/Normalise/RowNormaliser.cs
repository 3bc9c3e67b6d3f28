using Meridian.Foundation.Geography;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Platforms;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>
/// Turns rows of a file into statements: one form per kind and country. A bad value in a row that has another identifier is left out with a warning;
/// a row without any identifier is rejected with the reason. One instance per slice of rows; the plan is shared.
/// </summary>
public sealed partial class RowNormaliser(ImportPlan plan)
{
    private readonly List<RowWarning> _warnings = [];
    private readonly PlatformSet _platforms = new();
    private readonly List<(string Name, string Value)> _custom = [];
    private readonly RowState _state = new();
    private ContentHash _hash;
    private RowWarning? _firstBad;

    /// <summary>Why a row or a message of a suppressed person is not taken.</summary>
    internal const string SuppressedRow = "of a person whose data was erased: nothing of it is taken in or kept ('meridian customers readmit IDENTIFIER' would allow it again)";

    internal bool IsSuppressed(RecordVersion v) => plan.IsSuppressed(v);

    /// <param name="accept">Takes each statement; the next row may use the object again.</param>
    public NormalisedSlice Normalise(RowBatch batch, Action<RecordVersion> accept)
    {
        var accepted = 0;
        var rejected = new List<RejectedRow>();
        foreach (var broken in batch.Broken)
            rejected.Add(new RejectedRow(broken.Row, broken.Line, "", "", broken.Reason, broken.Cells));
        for (var row = 0; row < batch.Count; row++)
        {
            var warningsBefore = _warnings.Count;
            var version = Read(batch, row);
            var suppressed = version.Identifiers.Count > 0 && plan.IsSuppressed(version);
            if (version.Identifiers.Count > 0 && !suppressed)
            {
                accept(version);
                accepted++;
                continue;
            }

            _warnings.RemoveRange(warningsBefore, _warnings.Count - warningsBefore);
            // Nothing of a suppressed row is kept: not in the rejected rows either.
            rejected.Add(suppressed ? new RejectedRow(version.Row, batch.LineNumber(row), "", "", SuppressedRow, []) : Reject(batch, row));
        }

        rejected.Sort((a, b) => a.Row.CompareTo(b.Row));
        return new NormalisedSlice(accepted, rejected, _warnings, batch.Count + batch.Broken.Count);
    }

    private RejectedRow Reject(RowBatch batch, int row)
    {
        var cells = new string[batch.Columns];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = batch.Cell(row, column).ToString();
        return _firstBad is { } bad
            ? new RejectedRow(batch.RowNumber(row), batch.LineNumber(row), bad.Column, bad.Value, $"no usable identifier: {bad.Column} {bad.Reason}", cells)
            : new RejectedRow(batch.RowNumber(row), batch.LineNumber(row), "", "", "no usable identifier: the row has no phone, e-mail, handle or id", cells);
    }

    private RecordVersion Read(RowBatch batch, int row)
    {
        var v = new RecordVersion { Row = batch.RowNumber(row) };
        _platforms.Clear();
        _custom.Clear();
        _firstBad = null;
        var state = _state;
        state.Begin(v);

        // Countries first, because phones are read by them.
        foreach (var column in plan.Columns)
        {
            var cell = column.Kind == FieldKind.Trait ? CellText.Clean(batch.Cell(row, column.Index)) : CellText.CleanKnown(batch.Cell(row, column.Index));
            if (cell.IsEmpty)
                continue;
            state.IsGenerated |= GeneratedMark.Is(column, cell);
            if (DialCode.IsIn(column))
                state.DialCountry ??= DialCode.CountryOf(cell);
            ReadCell(column, cell, state);
        }

        FinishName(v, state);
        foreach (var column in plan.PhoneColumns)
        {
            var cell = CellText.CleanKnown(batch.Cell(row, column.Index));
            if (!cell.IsEmpty)
            {
                if (state.IsGenerated)
                    Warn(column, cell, state, GeneratedMark.Refusal);
                else if (column.Kind == FieldKind.Handle)
                    ReadHandle(column, column.Platform!, cell, state);
                else
                    ReadPhones(column, cell, state);
            }
        }

        FinishPlatforms(state);
        FinishIds(v, state);
        v.Custom = _custom.Count == 0 ? null : CustomTraits.ToJson(_custom);
        FinishHash(v);
        return v;
    }

    private static void FinishName(RecordVersion v, RowState row)
    {
        string? matchKey = null;
        if (row.FullName is { } full && PersonName.TryRead(full, out var name))
        {
            v.Name = name.Full;
            v.NameScript = name.Script;
            v.GivenName ??= name.Given;
            v.FamilyName ??= name.Family;
            matchKey = name.MatchKey;
        }
        else if (v.GivenName is not null || v.FamilyName is not null)
        {
            var combined = PersonName.Combine(v.GivenName, v.FamilyName);
            if (PersonName.TryRead(combined, out name))
            {
                v.Name = name.Full;
                v.NameScript = name.Script;
                matchKey = name.MatchKey;
            }
        }

        if (!string.IsNullOrEmpty(matchKey))
            v.NameKey = ContentHash.Of64(matchKey);
    }

    private void FinishPlatforms(RowState row)
    {
        // A file of WhatsApp contacts says of every phone in it that WhatsApp reaches it.
        if (plan.SourcePlatform is { } own && (_platforms.Contains(own) || row.Version.Identifiers.Exists(i => i.Kind == "phone") || row.ExternalId is not null))
            _platforms.Add(own, byHandle: false);
        if (row.PlainHandle is { } plain)
            ReadPlainHandle(row.PlainColumn!, plain, row);
        row.Version.Platforms = _platforms.ToText();
    }

    private void FinishIds(RecordVersion v, RowState row)
    {
        if (row.ExternalId is { } external)
            AddIdentifier(v, "external_id", plan.Source, external, null, null, null);
        if (row.UserId is { } user)
            AddIdentifier(v, "user_id", plan.Source, user, user, null, null);
        v.ExternalId = row.ExternalId ?? row.UserId;
        if (v.Identifiers.Count == 0)
            return;
        _hash.Add(plan.Source);
        if (v.ExternalId is { } id)
        {
            _hash.Add("id");
            _hash.Add(id);
        }
        else
        {
            foreach (var identifier in v.Identifiers.Count == 1 ? v.Identifiers : (IEnumerable<Identifier>)v.Identifiers.OrderBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal))
            {
                _hash.Add(identifier.Kind);
                _hash.Add(identifier.Value);
            }

            // Six people who share a reception's phone are six records, and two birth dates are two: otherwise the limits, which part records, could part
            // nobody here. People of one name and one number are one record, as before.
            _hash.Add(v.NameKey ?? 0);
            _hash.Add(v.BirthDate?.DayNumber ?? 0);
        }

        v.RecordId = _hash.Finish();
    }

    private void FinishHash(RecordVersion v)
    {
        v.Completeness = 0;
        foreach (var text in (ReadOnlySpan<string?>)[v.Name, v.GivenName, v.FamilyName, v.Nickname, v.Country, v.AddressCountry, v.LocaleCountry, v.ZoneCountry,
            v.Address, v.City, v.State, v.Postcode, v.Language, v.LocaleLanguage, v.TimeZone, v.Gender, v.Company, v.JobTitle, v.Industry, v.Currency,
            v.MarketingConsent, v.Avatar, v.Notes, v.Platforms, v.Custom])
        {
            _hash.Add(text);
            v.Completeness += text is null ? 0 : 1;
        }

        foreach (var number in (ReadOnlySpan<long?>)[v.BirthDate?.DayNumber, v.Age, v.CreatedAt?.Ticks, v.LastSeenAt?.Ticks, v.LastOrderAt?.Ticks, v.FirstOrderAt?.Ticks,
            v.OrdersCount, v.MessagesIn, v.MessagesCount, v.ActiveDays30, v.TotalSpent is { } spent ? BitConverter.DoubleToInt64Bits(spent) : null])
        {
            _hash.Add(number ?? long.MinValue);
            v.Completeness += number is null ? 0 : 1;
        }

        foreach (var identifier in v.Identifiers)
        {
            _hash.Add(identifier.Kind);
            _hash.Add(identifier.Value);
        }

        v.Completeness += v.Identifiers.Count;
        v.ContentHash = _hash.Finish64();
    }

    private void Warn(ColumnRole column, ReadOnlySpan<char> cell, RowState row, string reason)
    {
        var value = cell.Length > 200 ? string.Concat(cell[..200], "…") : cell.ToString();
        var warning = new RowWarning(row.Version.Row, column.Header, value, reason);
        _warnings.Add(warning);
        if (column.Identifies)
            _firstBad ??= warning;
    }

    /// <summary>What is known of the row while it is read.</summary>
    private sealed class RowState
    {
        public RecordVersion Version { get; private set; } = null!;

        public string? ExternalId { get; set; }

        public string? UserId { get; set; }

        public string? FullName { get; set; }

        public string? PlainHandle { get; set; }

        public ColumnRole? PlainColumn { get; set; }

        public Platform? StatedPlatform { get; set; }

        /// <summary>The country of the calling code that stands beside the phone: it says of the phone what the customer's country only suggests.</summary>
        public string? DialCountry { get; set; }

        /// <summary>Whether the row says that its numbers were made up.</summary>
        public bool IsGenerated { get; set; }

        public void Begin(RecordVersion version)
        {
            Version = version;
            ExternalId = UserId = FullName = PlainHandle = null;
            StatedPlatform = null;
            DialCountry = null;
            IsGenerated = false;
        }
    }
}
