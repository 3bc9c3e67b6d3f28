using NodaTime;

namespace Meridian.Samples.Demo;

/// <summary>The files of the demo; a person may be in several.</summary>
internal enum DemoFile
{
    Crm,
    WhatsApp,
    Telegram,
    Facebook,
    Chinese,
    Spanish,
    Line,
    Shop,
    Contacts,
}

/// <summary>Decides who is in which file, and keeps the few people whose rows cannot be right.</summary>
internal sealed class DemoCast
{
    private readonly Population _population;
    private readonly int _seed;
    private readonly ILookup<DemoFile, Person> _members;

    public DemoCast(int seed, LocalDate today)
    {
        _seed = seed;
        Today = today;
        _population = new Population(seed);
        var people = People.Generate(seed, DemoSources.PeopleCount, today);
        _members = people.SelectMany(p => FilesOf(p).Select(f => (File: f, Person: p))).ToLookup(m => m.File, m => m.Person);
        Strangers = [.. Enumerable.Range(0, 400).Select(i => (People.Make(_population, seed, FirstStranger + i, today), new Draw(seed, Draw.Stream.Source, FirstStranger + i)))];
        ReceptionPhone = Strangers.Select(s => s.Person).Last(p => p.Country.Code == "AE").PhoneAs(PhoneStyle.Spaced);
        Mother = Strangers.Skip(15).Select(s => s.Person).Where(p => p.Country.Code == "CN" && p.Female).MinBy(p => p.BirthDate)!;
        DaughtersBirth = Mother.BirthDate.PlusYears(26).PlusDays(40);
    }

    /// <summary>Index of the first of the <see cref="Strangers"/> in the population.</summary>
    public const long FirstStranger = 5_000;

    public LocalDate Today { get; }

    /// <summary>People beside the two thousand, for the rows that cannot be right.</summary>
    public IReadOnlyList<(Person Person, Draw Draw)> Strangers { get; }

    /// <summary>The number of an office in Dubai that eight colleagues gave as their own.</summary>
    public string ReceptionPhone { get; }

    /// <summary>Shares her phone with her daughter, who is in another file.</summary>
    public Person Mother { get; }

    public LocalDate DaughtersBirth { get; }

    /// <summary>The members of a file in an order of its own, each with the draws for its row.</summary>
    public IEnumerable<(Person Person, Draw Draw)> In(DemoFile file) => _members[file]
        .Select(p => (p, new Draw(_seed, Draw.Stream.Source, (p.Index * 16) + (int)file)))
        .OrderBy(m => new Draw(_seed, Draw.Stream.Source, (m.p.Index * 16) + 15 - (int)file).Bits());

    /// <summary>The draws for what a person did.</summary>
    public Draw EventsOf(Person person) => new(_seed, Draw.Stream.Event, person.Index);

    private List<DemoFile> FilesOf(Person person)
    {
        var draw = new Draw(_seed, Draw.Stream.Source, ~person.Index);
        var country = person.Country.Code;
        var files = new List<DemoFile>(4);
        Join(DemoFile.WhatsApp, person.HandleOn("whatsapp") is not null ? 48 : 0, ref draw);
        Join(DemoFile.Telegram, person.HandleOn("telegram") is not null ? 65 : 0, ref draw);
        Join(DemoFile.Line, person.HandleOn("line") is not null && country is "TH" or "JP" ? 80 : 0, ref draw);
        Join(DemoFile.Chinese, country == "CN" ? 85 : person.Language == "zh-Hans" ? 60 : 3, ref draw);
        Join(DemoFile.Spanish, country is "ES" or "MX" or "AR" ? 75 : country == "BR" ? 25 : person.Language == "es" ? 50 : 0, ref draw);
        Join(DemoFile.Facebook, country is "CN" or "RU" or "KR" ? 0 : 17, ref draw);
        Join(DemoFile.Crm, person.Company is not null ? 75 : 3, ref draw);
        Join(DemoFile.Shop, person.Email is not null ? 30 : 0, ref draw);
        Join(DemoFile.Contacts, 7, ref draw);
        if (files.Count == 0)
            files.Add(person.Email is null ? DemoFile.Crm : DemoFile.Shop);
        return files;

        void Join(DemoFile file, int percent, ref Draw draw)
        {
            if (draw.Chance(percent))
                files.Add(file);
        }
    }
}
