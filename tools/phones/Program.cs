// Makes the data files that src/Meridian.Phones embeds, out of the numbering metadata inside the pinned package libphonenumber-csharp:
//
//     dotnet run --project tools/phones -c Release [-- FOLDER]        FOLDER is src/Meridian.Phones/Data when left out
//
// The metadata is Google's (github.com/google/libphonenumber, Apache License 2.0). Run it after the package's version has changed, and commit what it
// writes; a test fails while the files are not what this program makes.
using Meridian.PhoneData;

var folder = args.Length > 0 ? args[0] : Path.Combine("src", "Meridian.Phones", "Data");
Directory.CreateDirectory(folder);
foreach (var (name, bytes) in DataFiles.Make())
{
    File.WriteAllBytes(Path.Combine(folder, name), bytes);
    Console.WriteLine($"{name}: {bytes.Length:N0} bytes");
}
