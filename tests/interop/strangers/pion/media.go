// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/binary"
	"math"
	"sync"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

const hertz = 1000

// media is what one end plays and what it hears.
type media struct {
	audio, video *webrtc.TrackLocalStaticRTP
	videoSent    int

	mutex        sync.Mutex
	heard        []int
	audioPackets int
}

func newMedia(connection *webrtc.PeerConnection, video bool) (m *media, err error) {
	m = &media{}
	connection.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { m.listen(track) })
	if m.audio, err = add(connection, pcmu, "audio"); err == nil && video {
		m.video, err = add(connection, h264, "video")
	}
	return m, err
}

func add(connection *webrtc.PeerConnection, codec webrtc.RTPCodecCapability, name string) (*webrtc.TrackLocalStaticRTP, error) {
	track, err := webrtc.NewTrackLocalStaticRTP(codec, name, "stranger")
	if err != nil {
		return nil, err
	}
	sender, err := connection.AddTrack(track)
	if err == nil {
		go drain(sender)
	}
	return track, err
}

// drain reads RTCP, which pion's interceptors answer only when somebody does.
func drain(sender *webrtc.RTPSender) {
	for octets := make([]byte, 1500); ; {
		if _, _, err := sender.Read(octets); err != nil {
			return
		}
	}
}

func (m *media) listen(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		if track.Kind() != webrtc.RTPCodecTypeAudio {
			continue
		}
		m.mutex.Lock()
		m.audioPackets++
		for _, code := range packet.Payload {
			m.heard = append(m.heard, fromUlaw(code))
		}
		m.mutex.Unlock()
	}
}

// talk plays 20 ms of tone and one video packet at a time.
func (m *media) talk(span time.Duration) {
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for n, end := 0, time.Now().Add(span); time.Now().Before(end); n++ {
		<-ticker.C
		payload := make([]byte, 160)
		for i := range payload {
			payload[i] = ulaw(int(6000 * math.Sin(2*math.Pi*hertz*float64(160*n+i)/8000)))
		}
		header := rtp.Header{Version: 2, SequenceNumber: uint16(65500 + n), Timestamp: uint32(160 * n)}
		must(m.audio.WriteRTP(&rtp.Packet{Header: header, Payload: payload}))
		if m.video == nil {
			continue
		}
		header.Timestamp, header.Marker = uint32(1800*n), true
		must(m.video.WriteRTP(&rtp.Packet{Header: header, Payload: picture(uint32(n))}))
		m.videoSent++
	}
	time.Sleep(300 * time.Millisecond)
}

// picture has the header of a slice, so that it passes for H.264, and its number.
func picture(number uint32) []byte {
	payload := make([]byte, 1000)
	payload[0] = 0x41
	binary.BigEndian.PutUint32(payload[1:], number)
	return payload
}

func (m *media) seen() map[string]any {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return map[string]any{"audio_packets": m.audioPackets, "audio_hz": frequency(m.heard), "video_sent": m.videoSent}
}
