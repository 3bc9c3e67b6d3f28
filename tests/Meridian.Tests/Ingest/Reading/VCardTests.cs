using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

public class VCardTests : InTempFolder
{
    private Table Cards(params string[] lines) => Table.Read(Write("t.vcf", string.Join("\r\n", lines) + "\r\n"));

    private Table Card(params string[] lines) => Cards(["BEGIN:VCARD", "VERSION:4.0", .. lines, "END:VCARD"]);

    [Theory]
    [InlineData("FN:Frida Kahlo", "name", "Frida Kahlo")]
    [InlineData("N:Kahlo;Frida;;Dr.;", "given name,family name,name prefix", "Frida|Kahlo|Dr.")]
    [InlineData("TEL;TYPE=cell:+52 155 1234", "phone", "+52 155 1234")]
    [InlineData("TEL;CELL;PREF:+52 155 1234", "phone", "+52 155 1234")]
    [InlineData("TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555-0100", "phone", "+1-555-0100")]
    [InlineData("item1.EMAIL;type=INTERNET:a@b.example", "email", "a@b.example")]
    [InlineData("ORG:ABC\\, Inc.;Sales", "organization", "ABC, Inc., Sales")]
    [InlineData("BDAY:19850412", "birthday", "1985-04-12")]
    [InlineData("BDAY;VALUE=date:1985-04-12", "birthday", "1985-04-12")]
    [InlineData("BDAY:--0412", "birthday", "--0412")]
    [InlineData("ADR;TYPE=home:;;Calle 1\\; piso 2;Málaga;;29001;España", "street,city,postcode,country", "Calle 1; piso 2|Málaga|29001|España")]
    [InlineData("NOTE:one\\ntwo\\\\", "note", "one\ntwo\\")]
    [InlineData("IMPP:telegram:anna", "telegram", "anna")]
    [InlineData("IMPP;X-SERVICE-TYPE=WhatsApp:x-apple:anna", "whatsapp", "anna")]
    [InlineData("X-SOCIALPROFILE;type=instagram:https://instagram.com/anna", "instagram", "https://instagram.com/anna")]
    [InlineData("X-SKYPE-USERNAME:anna", "skype", "anna")]
    [InlineData("NOTE:a long\r\n  line and\r\n\t more", "note", "a long line and more")]
    [InlineData("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=\r\n=E5=B0=8F=E6=98=8E", "name", "王小明")]
    [InlineData("FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5", "name", "王")]
    [InlineData("FN:Anna\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n AAAA\r\n BBBB", "name", "Anna")]
    [InlineData("FN:Anna\r\nitem1.X-ABLabel:work", "name", "Anna")]
    public void A_property_becomes_columns(string property, string header, string cells)
    {
        var table = Card(property);
        Assert.Equal(header.Split(','), table.Header);
        Assert.Equal(cells, table.Text);
        Assert.Equal("vcard", table.Facts.Format);
    }

    [Fact]
    public void A_second_phone_has_a_second_column_and_the_preferred_one_comes_first()
    {
        var table = Cards(
            "BEGIN:VCARD", "NOTE:x", "TEL:1", "TEL;TYPE=pref:2", "TEL:3", "FN:Anna", "END:VCARD", "",
            "begin:vcard", "FN:Bo", "ADR:;;;Rome;;;IT", "ADR:;;Via 1;Oslo;;;NO", "end:vcard");
        Assert.Equal(["name", "phone", "phone (2)", "phone (3)", "street (2)", "city", "city (2)", "country", "country (2)", "note"], table.Header);
        Assert.Equal("Anna|2|1|3||||||x\nBo||||Via 1|Rome|Oslo|IT|NO|", table.Text);
        Assert.Equal([(1, 1), (2, 9)], table.Rows.Select(r => (r.Number, r.Line)));
    }

    [Theory]
    [InlineData("BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nFN:Bo\nEND:VCARD\n", "Bo", "Anna", 1, "this card does not end before the next one begins on line 3")]
    [InlineData("BEGIN:VCARD\nFN:Bo\nEND:VCARD\nBEGIN:VCARD\nFN:An", "Bo", "An", 4, "this card does not end: the file may be cut")]
    [InlineData("BEGIN:VCARD\nFN:Bo\nEND:VCARD\nFN:Anna\nEND:VCARD\n", "Bo", "", 4, "stands outside of any card")]
    [InlineData("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=00b\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\nEND:VCARD", "Bo", "a\uFFFDb", 1, "holds a NUL character")]
    [InlineData("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:a=FFb\nEND:VCARD\nBEGIN:VCARD\nFN:Bo\nEND:VCARD", "Bo", "a\uFFFDb", 1, "not valid utf-8")]
    public void F17_a_broken_card_costs_that_card(string text, string kept, string lost, int line, string reason)
    {
        var table = Table.Read(Write("t.vcf", text));
        Assert.Equal(kept, table.Text);
        var broken = Assert.Single(table.Broken);
        Assert.Equal((line, reason), ((int)broken.Line, broken.Reason));
        Assert.Equal(lost, string.Join("", broken.Cells));
    }

    [Fact]
    public void A_card_in_an_old_encoding_is_read() =>
        Assert.Equal("王小明北京", Table.Read(Write("t.vcf", "BEGIN:VCARD\nFN:王小明北京\nEND:VCARD\n", Encoding.GetEncoding(54936))).Text);

    [Fact]
    public void A_picture_of_megabytes_is_passed_over()
    {
        var photo = string.Concat(Enumerable.Repeat(" " + new string('A', 74) + "\r\n", 60_000));
        Assert.Equal("Anna|1", Cards("BEGIN:VCARD", "FN:Anna", "PHOTO;ENCODING=b:AAAA", photo.TrimEnd(), "TEL:1", "END:VCARD").Text);
    }

    [Fact]
    public void F18_a_line_of_two_mebibytes_is_refused() => Assert.Contains("line 3 is longer than 1 MiB", Refused(() => Card("NOTE:" + new string('x', 2 << 20))).Message);
}
