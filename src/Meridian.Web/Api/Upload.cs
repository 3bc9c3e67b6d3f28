using System.Text;
using Meridian.Ingest;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Meridian.Web.Api;

/// <summary>A file with what is said about it: as a form with the parts file, source, country and map, or as the bare body with the same in the address.</summary>
/// <param name="File">Kept in the data folder; gone when it is not landed.</param>
/// <param name="Country">ISO code, or null.</param>
/// <param name="Mapping">As JSON, or null.</param>
internal sealed record Upload(IncomingFile File, string Source, string? Country, string? Mapping)
{
    private const int LongestField = 256 << 10;

    private static readonly string[] Fields = ["source", "country", "map"];

    /// <summary>Takes a file to the disk as it comes.</summary>
    /// <param name="more">Fields that a mapping may name beside those of customers.</param>
    /// <exception cref="ProblemException">Something about it is missing or wrong; nothing of it is left.</exception>
    public static async Task<Upload> Receive(HttpContext http, ApiStore store, ApiHost host, IReadOnlyCollection<string>? more = null)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            // The parts around the file have a length too.
            size.MaxRequestBodySize = host.UploadBytes + (1 << 20);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type))
            throw new ProblemException(Problems.WrongType, "Send multipart/form-data with the parts file and source, or the file itself as application/octet-stream with source and file_name in the address.");
        var fields = Fields.ToDictionary(f => f, f => (string?)http.Request.Query[f], StringComparer.Ordinal);
        IncomingFile? file = null;
        try
        {
            file = type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadForm(http, store, host, HeaderUtilities.RemoveQuotes(type.Boundary).Value, fields).ConfigureAwait(false)
                : await IncomingFile.ReceiveAsync(store.Store.Folder, http.Request.Body, NameOf(http), host.UploadBytes, http.RequestAborted).ConfigureAwait(false);
            if (string.IsNullOrWhiteSpace(fields["source"]))
                throw new ProblemException(Problems.BadParameter, "source: Name the app or list that the file comes from.");
            if (fields["source"]!.Length > 200)
                throw new ProblemException(Problems.BadParameter, "source: A name of at most 200 characters is taken.");
            string? country = null;
            if (fields["country"] is { Length: > 0 } text && !Foundation.Geography.Countries.TryFind(text, out country))
                throw new ProblemException(Problems.BadParameter, $"country: '{text}' is not a country. Use an ISO 3166-1 code such as US, or a name.");
            return new Upload(file, fields["source"]!, country, fields["map"] is { Length: > 0 } map ? Ingest.Columns.Mapping.Parse(map, more).ToJson() : null);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private static string NameOf(HttpContext http) => http.Request.Query["file_name"].ToString() is { Length: > 0 } name ? name
        : throw new ProblemException(Problems.BadParameter, "file_name: Say in the address what the file is called, such as file_name=customers.csv.");

    private static async Task<IncomingFile> ReadForm(HttpContext http, ApiStore store, ApiHost host, string? boundary, Dictionary<string, string?> fields)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 200)
            throw new ProblemException(Problems.BadBody, "The form's boundary is missing or too long.");
        IncomingFile? file = null;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body);
            while (await reader.ReadNextSectionAsync(http.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part) || HeaderUtilities.RemoveQuotes(part.Name).Value is not { } name)
                    throw new ProblemException(Problems.BadBody, "A part of the form has no name.");
                if (name == "file" && file is null)
                    file = await IncomingFile.ReceiveAsync(store.Store.Folder, section.Body, FileNameOf(part), host.UploadBytes, http.RequestAborted).ConfigureAwait(false);
                else if (Fields.Contains(name, StringComparer.Ordinal) && fields[name] is null)
                    fields[name] = await Text(section).ConfigureAwait(false);
                else
                    throw new ProblemException(Problems.BadBody, $"The form has a part too many: once each of file, {string.Join(", ", Fields)} is taken.");
            }
        }
        catch (InvalidDataException)
        {
            file?.Dispose();
            throw new ProblemException(Problems.BadBody, "The body is no form as its Content-Type says.");
        }
        catch (IOException e) when (e is not BadHttpRequestException && e.Message.Contains("Unexpected end", StringComparison.Ordinal))
        {
            file?.Dispose();
            throw new ProblemException(Problems.BadBody, "The form ends before its last boundary.");
        }
        catch
        {
            file?.Dispose();
            throw;
        }

        return file ?? throw new ProblemException(Problems.BadBody, "The form has no part 'file'.");
    }

    internal static string FileNameOf(ContentDispositionHeaderValue part) =>
        (part.FileNameStar.HasValue ? part.FileNameStar : HeaderUtilities.RemoveQuotes(part.FileName)).Value is { Length: > 0 } name ? name
        : throw new ProblemException(Problems.BadBody, "The part 'file' has no file name.");

    internal static async Task<string> Text(MultipartSection section)
    {
        var buffer = new byte[LongestField + 1];
        var read = await section.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false).ConfigureAwait(false);
        return read <= LongestField ? Encoding.UTF8.GetString(buffer, 0, read) : throw new ProblemException(Problems.TooLarge, "A part of the form that is no file is too large.");
    }

    /// <summary>What the document says of the body, which no type describes.</summary>
    public static OpenApiRequestBody Body() => new()
    {
        Required = true,
        Description = "CSV, TSV, XLSX, JSON, JSON lines, Parquet or vCard; each also as .gz or .zip.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["multipart/form-data"] = new()
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Required = new HashSet<string>(StringComparer.Ordinal) { "file", "source" },
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                    {
                        ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
                        ["source"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["country"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        ["map"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A corrected mapping of columns, as JSON; kept for the source." },
                    },
                },
            },
            ["application/octet-stream"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        },
    };
}

/// <summary>Marks an endpoint that takes a file.</summary>
internal sealed class UploadMark
{
    public static UploadMark Here { get; } = new();
}
