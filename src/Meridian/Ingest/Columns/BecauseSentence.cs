using System.Globalization;

namespace Meridian.Ingest.Columns;

/// <summary>Tells a person in one sentence why a column was taken for what it is.</summary>
internal static class BecauseSentence
{
    public static string For(ColumnCase column, int values)
    {
        if (column.Mapped is not null)
            return column.Mapped == Fields.Ignore ? "the mapping leaves it out" : "the mapping says so";
        if (column.Own is not null)
            return column.Own;
        if (column.LostTo is not null)
            return $"reads as {column.Weighed[0].Field.Label}, but \"{column.LostTo}\" already gives it";
        if (column.Meaning.Clarity == HeaderClarity.Foreign)
            return $"header '{column.Header}' is about something else ({column.Meaning.ForeignWord})";

        var weighed = column.Chosen is null ? column.Weighed.Count > 0 ? column.Weighed[0] : null : column.Weighed.First(w => w.Field == column.Chosen);
        return $"{OfHeader(column, weighed)}; {OfContent(weighed, values)}";
    }

    private static string OfHeader(ColumnCase column, WeighedField? weighed)
    {
        if (weighed?.Header is not { } said)
        {
            return column.Meaning.Clarity switch
            {
                HeaderClarity.Nothing => $"header '{column.Header}' says nothing",
                HeaderClarity.Unknown => $"header '{column.Header}' is not known",
                _ => $"header '{column.Header}' says something else",
            };
        }

        var language = said.Language.Length == 0 ? "" : $" ({said.Language})";
        return column.Meaning.Clarity switch
        {
            HeaderClarity.Exact => $"header '{column.Header}' means {weighed.Field.Label}{language}",
            HeaderClarity.Composed => $"header '{column.Header}' names '{said.Spelling}', {weighed.Field.Label}{language}",
            HeaderClarity.Hint => $"header '{column.Header}' may mean {weighed.Field.Label}{language}",
            _ => $"header '{column.Header}' holds '{said.Spelling}' among other words",
        };
    }

    private static string OfContent(WeighedField? weighed, int values)
    {
        if (values == 0)
            return "no value to judge by";
        if (weighed is null)
            return "its values read as nothing known";
        if (weighed.Content is { Passed: 0, Failed: 0 })
            return weighed.Field.Content is FieldContent.Text or FieldContent.Name or FieldContent.Postcode ? "values fit" : $"values do not tell whether they are {Plural(weighed.Field)}";
        if (weighed.Field.Content is FieldContent.Text or FieldContent.Name or FieldContent.Postcode)
            return $"{Percent(weighed.Content.Failed)} of values look like something else";
        return weighed.Content.Passed == 0 ? $"none of {values} values reads as one" : $"{Percent(weighed.Content.Passed)} of values read as {Plural(weighed.Field)}";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share * 100):0} %");

    private static string Plural(Field field) => field.Content switch
    {
        FieldContent.Phone => "phones",
        FieldContent.CallingCode => "calling codes",
        FieldContent.Email => "e-mails",
        FieldContent.Platform => "platforms",
        FieldContent.Country => "countries",
        FieldContent.Language => "languages",
        FieldContent.Locale => "locales",
        FieldContent.TimeZone => "time zones",
        FieldContent.Ip => "IP addresses",
        FieldContent.Gender => "genders",
        FieldContent.Date => "dates",
        FieldContent.Age => "ages",
        FieldContent.Count => "whole numbers",
        FieldContent.DaysOf30 => "numbers of days up to 31",
        FieldContent.Money => "amounts",
        FieldContent.Currency => "currencies",
        FieldContent.Url => "links",
        FieldContent.Consent => "yes or no",
        FieldContent.Handle => $"{field.Platform!.Name} contacts",
        _ => field.Label,
    };
}
