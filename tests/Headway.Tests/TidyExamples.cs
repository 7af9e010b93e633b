namespace Headway.Tests;

/// <summary>What each rule of <see cref="TidyTests"/> must refuse, and its nearest neighbour that must pass: rule, path, text.</summary>
public static class TidyExamples
{
    private const string Code = "src/Headway/Machine/Fold.cs";
    private const string Test = "tests/Headway.Tests/FoldTests.cs";

    public static TheoryData<string, string, string> Bad => new()
    {
        { "files_are_short", Code, Repeat("// x\n", 401) },
        { "files_are_short", "test", Repeat("x\n", 61) },
        { "lines_are_short", "src/Headway.Web/wwwroot/live.js", new string('x', 141) },
        { "folders_are_shallow", "src/Headway.Web/Dashboard/Pages/Topics/Topics.razor", "" },
        { "names_say_what_a_thing_is", "src/Headway/Utils/Text.cs", "" },
        { "names_say_what_a_thing_is", "src/Headway.Common/Text.cs", "" },
        { "names_say_what_a_thing_is", "src/Headway/Machine/JobManager.cs", "" },
        { "names_say_what_a_thing_is", "src/Headway/Machine/JobService.cs", "" },
        { "source_folders_have_tests", Code, "" },
        { "nothing_outside_the_repository_is_named", Code, "var path = \"/" + "home/me/file\";" },
        { "nothing_outside_the_repository_is_named", "docs/x.md", "see /" + "work/notes" },
        { "methods_are_short", Code, "class Fold { void Long() {" + Repeat("\n", 50) + "} }" },
        { "methods_are_short", Code, "class Fold { int P { get {" + Repeat("\n", 50) + "return 1; } } }" },
        { "methods_are_short", "src/Headway.App/Program.cs", Repeat("Go();\n", 51) },
        { "a_file_holds_the_type_it_is_named_after", Code, "public class Other;" },
        { "a_file_holds_the_type_it_is_named_after", Code, "namespace A; public class Fold; public delegate void Other();" },
        { "types_say_what_they_are", Code, "class Fold { class NameHelper; }" },
        { "namespaces_follow_folders", Code, "namespace Headway.Other; class Fold;" },
        { "nothing_is_unfinished", Code, "class Fold { } // TODO later" },
        { "nothing_is_unfinished", Code, "class Fold { void A() => throw new NotImplementedException(); }" },
        { "nothing_is_unfinished", "src/Headway.Store/Sql/claim.sql", "-- FIXME slow" },
        { "no_exception_is_swallowed", Code, "class Fold { void A() { try { } catch { /* never mind */ } } }" },
        { "no_exception_is_swallowed", Code, "class Fold { void A() { try { } catch (Exception) {\n // never mind\n } } }" },
        { "no_exception_is_swallowed", Code, "class Fold { void A() { try { } catch (IOException) { } } }" },
        { "no_script_swallows", "src/Headway.Web/wwwroot/live.js", "try { go(); } catch (e) { }" },
        { "nothing_waits_out_of_sight", Code, "class Fold { async void A() { } }" },
        { "nothing_waits_out_of_sight", Code, "class Fold { int A() => B().GetAwaiter().GetResult(); }" },
        { "tests_do_not_sleep", Test, "class FoldTests { void a() { Thread.Sleep(10); } }" },
        { "tests_do_not_sleep", Test, "class FoldTests { async Task a() { await Task.Delay(10, ct); } }" },
        { "no_markup_from_text", "src/Headway.Web/Dashboard/Job.razor", "@((MarkupString)text)" },
        { "no_markup_from_text", "src/Headway.Web/Dashboard/Job.razor.cs", "class Job { object A() => new MarkupString(text); }" },
        { "sql_lives_in_books", Code, "class Fold { string s = \"SELECT id FROM job\"; }" },
        { "sql_lives_in_books", Code, "class Fold { string s = $\"UPDATE job SET a = {1}\"; }" },
        { "sql_lives_in_books", Code, "class Fold { string s = \"\"\"\n  DELETE FROM job\n  \"\"\"; }" },
        { "statements_are_named_and_used", "src/Headway.Store/Sql/claim.sql", "-- name: Claim\nSELECT 1;\n" },
        { "statements_are_named_and_used", "src/Headway.Store/Sql/claim.sql", "SELECT 1;\n" },
        { "a_document_has_one_title", "docs/a.md", "# A\n\n# B\n" },
        { "a_document_has_one_title", "docs/a.md", "A\n" },
        { "links_resolve", "docs/a.md", "# A\n![picture](images/none.png)\n" },
        { "links_resolve", "docs/a.md", "# A\n[b](#nowhere)\n" },
        { "links_resolve", "docs/a.md", "# A\n[b](../../outside.md)\n" },
    };

    public static TheoryData<string, string, string> Good => new()
    {
        { "files_are_short", Code, Repeat("// x\n", 400) },
        { "files_are_short", "src/Headway.Web/wwwroot/lib/plot.js", Repeat("x\n", 500) },
        { "lines_are_short", Code, new string('x', 140) },
        { "lines_are_short", "src/Headway.Store/Sql/claim.sql", new string('x', 141) + " --postgres" },
        { "folders_are_shallow", "src/Headway.Web/Dashboard/Pages/Topics.razor", "" },
        { "names_say_what_a_thing_is", "src/Headway.Catalog/Knowledge/KnowledgeBase.cs", "" },
        { "names_say_what_a_thing_is", "src/Headway/HeadwayServices.cs", "" },
        { "names_say_what_a_thing_is", "src/Headway.Data/Database.cs", "" },
        { "source_folders_have_tests", "src/Headway/HeadwayServices.cs", "" },
        { "nothing_outside_the_repository_is_named", Code, "var route = \"/" + "workers/{id}\"; // from src/" + "work/x" },
        { "methods_are_short", Code, "class Fold { void Short() {" + Repeat("\n", 49) + "} void Other() {" + Repeat("\n", 49) + "} }" },
        { "a_file_holds_the_type_it_is_named_after", "src/Headway.Store/Fold.Claim.cs",
            "public partial class Fold; internal class Other;" },
        { "types_say_what_they_are", Code, "class Fold;" },
        { "namespaces_follow_folders", Code, "namespace Headway.Machine; class Fold;" },
        { "nothing_is_unfinished", Code, "class Fold { string s = \"TODO\"; } // done" },
        { "no_exception_is_swallowed", Code, "class Fold { void A() { try { } catch (IOException) {\n // gone already\n } } }" },
        { "no_script_swallows", "src/Headway.Web/wwwroot/live.js", "try { go(); } catch (e) { say(e); }" },
        { "nothing_waits_out_of_sight", Code, "class Fold { async Task A() { await B(); } }" },
        { "tests_do_not_sleep", Test,
            "class FoldTests { Task a() => Task.Delay(span, clock, ct); Task b() => Task.Delay(Timeout.Infinite, ct); }" },
        { "no_markup_from_text", "src/Headway.Web/Dashboard/Job.razor", "@text" },
        { "sql_lives_in_books", Code, "class Fold { string s = \"select a job, or update it\"; } // SELECT id FROM job" },
        { "statements_are_named_and_used", "src/Headway.Store/Sql/migrations/0001_jobs.sql", "CREATE TABLE job(id text);" },
        { "a_document_has_one_title", "docs/a.md", "# A\n```sh\n# a comment\n```\n## B\n" },
        { "links_resolve", "docs/a.md", "# A\n## More to say\n[b](#more-to-say) `[c](none.md)`\n" },
    };

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
