package dev.leveret.server.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.Hashing;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from a definitions.json, and what is refused in one. */
class DefinitionsReaderTest {

    private static Definitions read(String json) throws JsonException, IOException {
        return DefinitionsReader.read(JsonReader.read(json.replace('\'', '"')), Hashing.SHA_256::of, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "{'queues':{}} | 'queues' is an object and should be a list",
        "{'queues':[1]} | queues[0] should be an object",
        "{'queues':[{'name':'q'}]} | queue 'q': there is no 'vhost'; the definitions of one virtual host are imported by"
                + " 'rabbitmqadmin --vhost VHOST import FILE'",
        "{'global_parameters':[{'name':'x'}]} | global parameter 'x': there is no 'value'",
        "{'global_parameters':[{'name':'cluster_name','value':7}]} |"
                + " global parameter 'cluster_name': the name of the cluster is a number and should be a text",
        "{'queues':[{'vhost':'/'}]} | queues[0] in vhost '/': there is no 'name'",
        "{'queues':[{'name':'q','vhost':'/','durable':'yes'}]} | queue 'q' in vhost '/': 'durable' is a text and should be true or false",
        "{'queues':[{'name':'q','vhost':'/','arguments':{'x-expires':0}}]} |"
                + " queue 'q' in vhost '/': invalid arg 'x-expires' for queue 'q' in vhost '/': {value_zero,0}",
        "{'exchanges':[{'name':'x','vhost':'/','type':'nope'}]} | exchange 'x' in vhost '/': invalid exchange type 'nope'",
        "{'users':[{'name':'u','password_hash':'AAAA'}]} |"
                + " user 'u': a password hash of 3 bytes, which rabbit_password_hashing_sha256 does not make",
        "{'users':[{'name':'u','password_hash':'','hashing_algorithm':'x'}]} | user 'u': unknown hashing algorithm 'x'",
        "{'permissions':[{'user':'u','vhost':'/','configure':'[','write':'','read':''}]} |"
                + " permission of user 'u' in vhost '/': 'configure' is no regular expression: missing terminating ] for character class",
        "{'policies':[{'name':'p','vhost':'/','pattern':'','definition':{'foo':1}}]} |"
                + " policy 'p' in vhost '/': [{<<\"foo\">>,1}] are not recognised policy settings",
        "{'policies':[{'name':'p','vhost':'/','pattern':'','apply-to':'x','definition':{'expires':1}}]} |"
                + " policy 'p' in vhost '/': apply-to 'x' unrecognised; should be one of 'all', 'queues', 'classic_queues',"
                + " 'quorum_queues', 'streams', 'exchanges'",
        "{'bindings':[{'source':'x','vhost':'/','destination':'q','destination_type':'y'}]} |"
                + " binding from 'x' in vhost '/': 'destination_type' is 'y' and should be 'queue' or 'exchange'",
        "[] | there should be an object, and there is a list",
    })
    void whatIsWrongIsNamed(String json, String problem) {
        DefinitionsException refused = assertThrows(DefinitionsException.class, () -> read(json));
        assertEquals(problem, refused.getMessage());
    }

    private static String refusal(String json) {
        return assertThrows(DefinitionsException.class, () -> read(json)).getMessage();
    }

    @Test
    void streamsAreNotThereYet() {
        String problem = "queue 'tq' in vhost 'prod': streams are not supported yet; leave it out, or make it a queue of another type";
        for (String type : List.of("'type':'stream'", "'arguments':{'x-queue-type':'stream'}")) {
            assertEquals(problem, refusal("{'queues':[{'vhost':'prod','name':'tq'," + type + "}]}"));
        }
    }

    @Test
    void whatNoClientCanBeToldIsRefused() {
        String name = "n".repeat(256);
        assertEquals(
                "queue '" + name + "' in vhost '/': 'name' has 256 bytes, more than 255",
                refusal("{'queues':[{'name':'" + name + "','vhost':'/'}]}"));
        assertEquals(
                "binding from 'x' in vhost '/': 'routing_key' has 256 bytes, more than 255",
                refusal("{'bindings':[{'source':'x','vhost':'/','destination':'q','routing_key':'" + name + "'}]}"));
        assertEquals(
                "queue 'q' in vhost '/': 'arguments' has a name of 256 bytes, more than 255",
                refusal("{'queues':[{'name':'q','vhost':'/','arguments':{'" + name + "':1}}]}"));
        assertEquals(
                "queue 'a\ud800' in vhost '/': 'name' is no text in Unicode",
                refusal("{'queues':[{'name':'a\\ud800','vhost':'/'}]}"));
    }

    @Test
    void argumentsAreNotNestedDeeperThanTheStoreReads() throws Exception {
        String fits = "{'a':".repeat(63) + "1" + "}".repeat(63);
        String deep = "{'a':".repeat(64) + "1" + "}".repeat(64);
        read("{'queues':[{'name':'q','vhost':'/','arguments':{'x-any':" + fits + "}}]}");
        assertEquals(
                "queue 'q' in vhost '/': 'arguments' has objects and lists nested more than 64 deep",
                refusal("{'queues':[{'name':'q','vhost':'/','arguments':{'x-any':" + deep + "}}]}"));
    }

    @Test
    void malformedJsonIsToldWithItsPlace() {
        String problem = assertThrows(JsonException.class, () -> read("{'queues':\n[1,]}")).getMessage();
        assertEquals("line 2, column 4: ']' can't stand here", problem);
        assertThrows(JsonException.class, () -> read("{'a':1,'a':2}"));
        assertThrows(JsonException.class, () -> read("{} {}"));
        assertThrows(JsonException.class, () -> read(""));
        assertThrows(JsonException.class, () -> read("{'a':9223372036854775808}"));
    }

    @Test
    void operatorPolicyIsAParameterAndItsDefinitionMayBeAListOfPairs() throws Exception {
        Definitions found = read("{'parameters':[{'component':'operator_policy','name':'o','vhost':'/','value':{'apply-to':'queues',"
                + "'definition':[['message-ttl',1]],'pattern':'^a','priority':7}}]}");
        Policy policy = new Policy(
                PolicyKind.OPERATOR, "o", "^a", ApplyTo.QUEUES, 7, FieldTable.builder().put("message-ttl", 1).build());
        assertEquals(List.of(new Definitions.PolicyEntry("/", policy)), found.policies);
    }

    @Test
    void exchangesAndBindingsThatEverybodyHasAreLeftOut() throws Exception {
        Definitions found = read("{'exchanges':[{'name':'','vhost':'/','type':'direct'},{'name':'amq.direct','vhost':'/','type':'direct'}],"
                + "'bindings':[{'source':'','vhost':'/','destination':'q','destination_type':'queue','routing_key':'q'}]}");
        assertEquals(0, found.exchanges.size() + found.bindings.size());
    }

    @Test
    void tagsAreAListOrWordsInAText() throws Exception {
        Definitions found = read("{'users':[{'name':'u','tags':'administrator, x'},{'name':'v','tags':['y']},{'name':'w','tags':''}]}");
        assertEquals(
                List.of(List.of("administrator", "x"), List.of("y"), List.of()),
                found.users.stream().map(user -> user.tags()).toList());
    }

    @Test
    void whatThereIsNoUseForIsKeptInMind() throws Exception {
        Definitions found = read("{'global_parameters':[{'name':'cluster_name','value':'x'}],'rabbit_version':'4.0.0',"
                + "'parameters':[{'component':'shovel','name':'s','vhost':'/','value':{}}],'new_things':[],"
                + "'vhosts':[{'name':'v','default_queue_type':'stream'}]}");
        assertEquals(
                List.of("parameter 's' of shovel", "'new_things'",
                        "default queue type of vhost 'v'"),
                found.ignored);
    }

    @Test
    void limitsAreOfUsersAndVirtualHostsInEitherOfTwoPlaces() throws Exception {
        Definitions found = read("{'users':[{'name':'u','limits':{'max-channels':3}}],"
                + "'vhosts':[{'name':'v','limits':{'max-queues':5}},{'name':'w','limits':[['max-connections',2]]}],"
                + "'parameters':[{'component':'vhost-limits','name':'limits','vhost':'x','value':{'max-queues':7}}]}");
        assertEquals(3, new Limits(found.users.getFirst().limits()).channelsMax());
        assertEquals(Limits.UNLIMITED, new Limits(found.users.getFirst().limits()).connectionsMax());
        assertEquals(5, new Limits(found.virtualHosts.getFirst().limits()).queuesMax());
        assertEquals(2, new Limits(found.virtualHosts.getLast().limits()).connectionsMax());
        assertEquals(7, new Limits(found.limits.get("x")).queuesMax());
        assertEquals(List.of(), found.ignored);
    }

    @Test
    void limitThatIsNoneNamesItsOwner() {
        DefinitionsException unknown = assertThrows(
                DefinitionsException.class, () -> read("{'users':[{'name':'u','limits':{'max-queues':3}}]}"));
        assertEquals("user 'u': Unrecognised terms [{<<\"max-queues\">>,3}] in user-limits", unknown.getMessage());
        DefinitionsException word = assertThrows(
                DefinitionsException.class, () -> read("{'vhosts':[{'name':'v','limits':{'max-queues':'x'}}]}"));
        assertEquals("vhost 'v': max-queues should be a number, actually was <<\"x\">>", word.getMessage());
    }

    @Test
    void expressionOfATopicPermissionMayHaveVariables() throws Exception {
        String permission = "{'topic_permissions':[{'user':'u','vhost':'/','exchange':'amq.topic','write':'%s','read':'.*'}]}";
        assertEquals("^{username}-{client_id}", read(permission.formatted("^{username}-{client_id}")).topicPermissions.getFirst().write());
        assertThrows(DefinitionsException.class, () -> read(permission.formatted("{username}(")));
    }
}
