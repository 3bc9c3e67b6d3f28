namespace Meridian.Foundation.Governance;

/// <summary>What may be asked of the server. Each endpoint names one; <see cref="Rights"/> says who has it.</summary>
public enum Right
{
    /// <summary>How the store stands.</summary>
    ReadStatus,

    /// <summary>Lists, counts and searches of customers, and one with all evidence.</summary>
    ReadCustomers,

    /// <summary>Settle traits of a customer, and release them.</summary>
    EditCustomers,

    /// <summary>The matrix, and counts of labels.</summary>
    ReadLabels,

    /// <summary>What the team's tags and segments are, and how many customers have them.</summary>
    ReadTags,

    /// <summary>Define, preview, publish and end tags and segments.</summary>
    EditTags,

    /// <summary>Give tags to customers by hand, and take them.</summary>
    GiveTags,

    /// <summary>What customers did.</summary>
    ReadEvents,

    /// <summary>Imports, their counts and their rejected rows.</summary>
    ReadImports,

    /// <summary>Bring files in, rehearse them, take imports back.</summary>
    WriteImports,

    /// <summary>Sources and how their columns are read.</summary>
    ReadSources,

    /// <summary>How far sources are trusted, and how their columns are read.</summary>
    EditSources,

    /// <summary>Files of many customers.</summary>
    ExportCustomers,

    /// <summary>All that is held of one customer, word for word.</summary>
    ExportPerson,

    /// <summary>Take a customer out for good.</summary>
    ErasePeople,

    /// <summary>The receipts of erasures.</summary>
    ReadErasures,

    /// <summary>Messages that were not applied.</summary>
    ReadDeadLetters,

    /// <summary>Try dead letters again, or give them up.</summary>
    SettleDeadLetters,

    /// <summary>State consents and withdrawals.</summary>
    WriteConsents,

    /// <summary>The lists of identifiers at which nobody may be reached.</summary>
    ReadSuppressions,

    /// <summary>Who did what.</summary>
    ReadAudit,

    /// <summary>What numbering plans and recipes say.</summary>
    ReadNumbering,

    /// <summary>Clear and compare lists of one's own; nothing of the store.</summary>
    SortNumbers,

    /// <summary>Screen lists against the store's customers.</summary>
    ScreenNumbers,

    /// <summary>Make, list and end keys.</summary>
    ManageKeys,

    /// <summary>Invite the team's people, change and end them.</summary>
    ManagePeople,
}

/// <summary>Who may what.</summary>
public static class Rights
{
    private static readonly Right[] OfViewers = [Right.ReadStatus, Right.ReadCustomers, Right.ReadLabels, Right.ReadTags, Right.ReadEvents, Right.ReadImports, Right.ReadSources, Right.ReadNumbering];

    private static readonly Dictionary<string, HashSet<Right>> ByRole = new(StringComparer.Ordinal)
    {
        [Roles.Ingest] = [],
        [Roles.Viewer] = [.. OfViewers],
        [Roles.Operator] = [.. OfViewers, Right.WriteImports, Right.EditSources, Right.WriteConsents, Right.ReadSuppressions, Right.ReadDeadLetters, Right.SettleDeadLetters, Right.GiveTags, Right.EditCustomers, Right.SortNumbers, Right.ScreenNumbers],
        [Roles.Analyst] = [.. OfViewers, Right.ExportCustomers, Right.EditTags, Right.GiveTags, Right.SortNumbers, Right.ScreenNumbers],
        [Roles.Admin] = [.. Enum.GetValues<Right>()],
    };

    /// <summary>What is of all countries at once: tags, which change for customers of other countries too, messages that no customer could be made of, receipts that count others' customers, lists in which others' customers are told, mappings that quote others' files, and keys, with which the limit could be got around.</summary>
    /// <remarks>
    /// Nor may who sees only some countries bring files in: a row with a foreign customer's phone joins them, and with a country of one's own it would bring them into sight.
    /// </remarks>
    private static readonly HashSet<Right> NotWithinCountries = [Right.EditTags, Right.GiveTags, Right.WriteImports, Right.WriteConsents, Right.ReadSuppressions, Right.ReadAudit, Right.ReadDeadLetters, Right.SettleDeadLetters, Right.ReadSources, Right.EditSources, Right.ReadErasures, Right.ScreenNumbers, Right.ManageKeys, Right.ManagePeople];

    /// <summary>Whether a role has a right, were it not limited.</summary>
    public static bool Has(string role, Right right) => ByRole.TryGetValue(role, out var rights) && rights.Contains(right);

    /// <summary>Whether who is limited to countries may have a right at all.</summary>
    public static bool WithinCountries(Right right) => !NotWithinCountries.Contains(right);

    public static bool Allows(Scope scope, Right right) => Has(scope.Role, right) && (!scope.IsLimited || WithinCountries(right));
}
