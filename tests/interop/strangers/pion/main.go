// SPDX-License-Identifier: Apache-2.0

// A WebRTC end made of pion: audio is a tone of G.711 and a meter, video is numbered packets.
//
//	pion-peer offer actpass|active|passive [video]     writes its offer, reads the answer
//	pion-peer answer active|passive [video]            reads the offer, writes its answer
//
// An SDP is a line of JSON, {"sdp": "..."}. When it has talked, it writes a line of what it saw; it ends with its input.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/pion/webrtc/v3"
)

const (
	talk       = 2500 * time.Millisecond
	connecting = 10 * time.Second
)

type description struct {
	SDP string `json:"sdp"`
}

func write(value any) {
	line, _ := json.Marshal(value)
	fmt.Println(string(line))
}

func read(in *bufio.Reader) string {
	line, err := in.ReadString('\n')
	var got description
	if err != nil || json.Unmarshal([]byte(line), &got) != nil {
		fail("no SDP came")
	}
	return got.SDP
}

func fail(why any) {
	write(map[string]any{"error": fmt.Sprint(why)})
	os.Exit(1)
}

func must(err error) {
	if err != nil {
		fail(err)
	}
}

// gathered is the local description once all candidates are in it.
func gathered(connection *webrtc.PeerConnection, sdp webrtc.SessionDescription) string {
	complete := webrtc.GatheringCompletePromise(connection)
	must(connection.SetLocalDescription(sdp))
	<-complete
	return connection.LocalDescription().SDP
}

func negotiate(connection *webrtc.PeerConnection, in *bufio.Reader, part, setup string) {
	if part == "offer" {
		offer, err := connection.CreateOffer(nil)
		must(err)
		write(description{strings.ReplaceAll(gathered(connection, offer), "a=setup:actpass", "a=setup:"+setup)})
		must(connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: read(in)}))
		return
	}
	must(connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: read(in)}))
	answer, err := connection.CreateAnswer(nil)
	must(err)
	write(description{gathered(connection, answer)})
}

func main() {
	if len(os.Args) < 3 {
		fail("usage: pion-peer offer|answer SETUP [video]")
	}
	part, setup := os.Args[1], os.Args[2]
	video := len(os.Args) > 3 && os.Args[3] == "video"
	connection, err := newConnection(setup)
	must(err)
	states := make(chan webrtc.PeerConnectionState, 10)
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) { states <- state })
	media, err := newMedia(connection, video)
	must(err)

	in := bufio.NewReader(os.Stdin)
	negotiate(connection, in, part, setup)
	connected := false
	for late := time.After(connecting); !connected; {
		select {
		case state := <-states:
			connected = state == webrtc.PeerConnectionStateConnected
		case <-late:
			fail("not connected in time")
		}
	}
	media.talk(talk)
	write(media.seen())
	_, _ = io.Copy(io.Discard, in)
	must(connection.Close())
}
